"""What goes wrong in an answer: problems by RFC 9457, with the faults of the command line."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from starlette.responses import JSONResponse

from tenuremix.errors import DataError, Fault, UsageError
from tenuremix.locale.catalogue import catalogue

MEDIA = "application/problem+json"


class Problem(Exception):  # noqa: N818 - as RFC 9457 names it
    """What an answer says instead of what was asked for.

    Parameters
    ----------
    status
        Of HTTP.
    key
        ``problem.{key}`` is its text in the catalogues, with ``values``.
    headers
        Of the answer, such as ``Retry-After``.
    """

    def __init__(
        self, status: int, key: str, headers: dict[str, str] | None = None, **values: object
    ) -> None:
        super().__init__(key)
        self.status, self.key, self.values, self.headers = status, key, values, headers

    def response(self, language: str) -> JSONResponse:
        """Make the answer."""
        return _response(self.status, self.key, self.text(language), headers=self.headers)

    def text(self, language: str) -> str:
        """Say what is wrong."""
        return catalogue(language)[f"problem.{self.key}"].format(**self.values)


def response_to(error: DataError | UsageError, language: str, status: int = 422) -> JSONResponse:
    """Make the answer to data at fault (422), or to a question that is put wrongly (400)."""
    detail = error.text(language)
    if isinstance(error, UsageError):
        return _response(400, error.key, detail)
    faults = [_fault(fault, language) for fault in error.faults]
    return _response(status, "faults", detail, faults=faults)


def _fault(fault: Fault, language: str) -> dict[str, Any]:
    found, expected, hint = fault.lines(language)
    return {
        "code": fault.key,
        "where": fault.where,
        "row": fault.row,
        "found": found,
        "expected": expected,
        "hint": hint,
    }


def _response(
    status: int, code: str, detail: str, headers: dict[str, str] | None = None, **more: object
) -> JSONResponse:
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status}
    return JSONResponse(
        {**body, "detail": detail, "code": code, **more}, status, headers, media_type=MEDIA
    )
