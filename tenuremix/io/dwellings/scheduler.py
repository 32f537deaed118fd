"""A dask scheduler, which is handed the points of pieces and has them placed elsewhere."""

from __future__ import annotations

import logging
import pickle
import re
import threading
import warnings
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from operator import methodcaller
from types import ModuleType
from typing import TYPE_CHECKING, Any

from tenuremix.dwellings.elsewhere import OtherVersionsError, Placer, versions
from tenuremix.dwellings.tally import Piece
from tenuremix.errors import DataError, Fault, UsageError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_ADDRESS = re.compile(r"(?:tcp|tls)://(?:[\w.-]+|\[[0-9a-fA-F:.]+\]):(\d{1,5})", re.ASCII)
_LAST_PORT = 65535
_PATIENCE_S = 30.0
"""So long no worker may be there, and so long the scheduler may take to answer."""
_LOOK_S = 2.0
"""So often it is asked whether it has workers, while a piece is waited for."""
_AHEAD = 8
"""So many pieces are handed out at a time."""


@dataclass(frozen=True, slots=True)
class Scheduler:
    """A scheduler of ``dask.distributed`` that someone runs, with its workers.

    Parameters
    ----------
    address
        Such as ``tcp://10.0.0.5:8786``, or ``tls://…`` with the certificates of dask's own
        configuration.
    patience_s
        How many seconds no worker may be there, and the scheduler may take to answer.
    """

    address: str
    patience_s: float = _PATIENCE_S

    def place(
        self, polygons: NDArray[np.object_], pieces: Iterable[Piece]
    ) -> Iterator[tuple[Piece, NDArray[np.int32]]]:
        """Have the points of pieces placed, some pieces at a time.

        Parameters
        ----------
        polygons
            One of each area, as :class:`~tenuremix.columns.shares.Mosaic` takes them.
        pieces
            Read no further than so many ahead.

        Yields
        ------
        tuple
            Each piece in the order given, with the number of the area of each point.

        Raises
        ------
        DataError
            Where dask is not installed, nobody answers, no worker is there or left, or the workers
            cannot place the points as it is done here.
        """
        with self._connected() as client:
            # Only a task of a worker opens what is tenuremix's: the scheduler needs none, and a
            # worker that lacks it says so, where it would else end.
            packed = pickle.dumps(Placer(polygons))
            with self._told():
                placer = client.submit(pickle.loads, packed, pure=False)
            out: deque[tuple[Piece, Any]] = deque()
            for piece in pieces:
                with self._told():
                    ask = methodcaller("holders", piece.points)
                    out.append((piece, client.submit(ask, placer, pure=False)))
                if len(out) == _AHEAD:
                    yield self._back(client, *out.popleft())
            while out:
                yield self._back(client, *out.popleft())

    @contextmanager
    def _connected(self) -> Iterator[Any]:
        try:
            distributed, dask = map(import_module, ("distributed", "dask"))
        except ImportError:
            raise DataError([Fault("dask_library", self.address)]) from None
        quiet = logging.root.manager.disable
        logging.disable()  # what goes wrong is told in our words
        try:
            with (
                warnings.catch_warnings(action="ignore"),
                dask.config.set({"distributed.admin.large-graph-warning-threshold": "1 GB"}),
            ):
                client = self._client(distributed)
                try:
                    yield client
                finally:
                    client.close(timeout=_LOOK_S)
        finally:
            logging.disable(quiet)

    def _client(self, distributed: ModuleType) -> Any:  # noqa: ANN401
        """Connect in a thread that may be left: dask waits for ever for what answers nothing."""
        client: Any = distributed.Client.__new__(distributed.Client)
        made: list[bool] = []

        def connect() -> None:
            try:
                client.__init__(self.address, timeout=self.patience_s / 3, set_as_default=False)
            except Exception:  # noqa: BLE001 - what is no scheduler, or not ours, fails in many ways
                client.status = "closed"  # else it tries, and says so, when it is forgotten
            else:
                made.append(True)

        thread = threading.Thread(target=connect, daemon=True)
        thread.start()
        thread.join(self.patience_s)
        if not made:
            raise DataError([Fault("dask_lost", self.address)])
        return client

    def _back(self, client: Any, piece: Piece, future: Any) -> tuple[Piece, NDArray[np.int32]]:  # noqa: ANN401
        """Wait for a piece, as long as there is someone to do it."""
        alone = 0.0
        with self._told():
            while alone < self.patience_s:
                try:
                    return piece, future.result(timeout=_LOOK_S)
                except TimeoutError:
                    asked = client.scheduler.ncores
                    there = client.sync(asked, callback_timeout=self.patience_s)
                    alone = 0 if there else alone + _LOOK_S
        raise DataError([Fault("dask_alone", self.address)])

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Tell of what goes wrong over there, in no words of dask's."""
        try:
            yield
        except (OSError, TimeoutError, CancelledError):
            raise DataError([Fault("dask_lost", self.address)]) from None
        except (ImportError, AttributeError, OtherVersionsError):
            tenuremix, shapely, geos = versions()
            values = {"tenuremix": tenuremix, "shapely": shapely, "geos": geos}
            raise DataError([Fault("dask_versions", self.address, None, values)]) from None
        except Exception as error:
            values = {"found": type(error).__name__}
            raise DataError([Fault("dask_failed", self.address, None, values)]) from error


def read_scheduler(address: str) -> Scheduler:
    """Read the address of a scheduler.

    Raises
    ------
    UsageError
        Where it is none: ``tcp://host:port`` or ``tls://host:port``.
    """
    found = _ADDRESS.fullmatch(address)
    if found is None or not 0 < int(found[1]) <= _LAST_PORT:
        raise UsageError("scheduler", text=address)
    return Scheduler(address)
