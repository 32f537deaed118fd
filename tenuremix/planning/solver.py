"""A small mixed-integer programme: variables, rows, and the least value of a linear objective.

Solved by HiGHS through scipy, which is loaded when the first one is solved.

References
----------
Huangfu, Q. and Hall, J. A. J., *Parallelizing the dual revised simplex method*, Mathematical
Programming Computation 10, 2018, pp. 119-142, doi:10.1007/s12532-017-0130-5.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

Linear = Mapping[int, float]
"""A linear expression: a coefficient for each variable."""

_INFEASIBLE = 2  # what scipy calls a programme without any solution


@dataclass(frozen=True, slots=True)
class Constraint:
    """A constraint: ``low`` <= the value of ``terms`` <= ``high``."""

    terms: Linear
    low: float = -inf
    high: float = inf


@dataclass(frozen=True, slots=True)
class Solution:
    """What came of a programme.

    ``values`` holds a number for each variable, None where no solution was found: none exists
    where ``infeasible``, else time ran out.  ``bound`` is a value that no solution goes below;
    ``proven`` tells that no solution is better than this one by more than the gap asked for.
    """

    values: Sequence[float] | None
    bound: float
    proven: bool
    infeasible: bool = False

    def value(self, terms: Linear) -> float:
        """Give the value of an expression."""
        values = self.values or ()
        return sum(factor * values[variable] for variable, factor in terms.items())


def plus(*terms: Linear) -> dict[int, float]:
    """Add expressions."""
    found: dict[int, float] = {}
    for each in terms:
        for variable, factor in each.items():
            found[variable] = found.get(variable, 0) + factor
    return found


def times(factor: float, terms: Linear) -> dict[int, float]:
    """Multiply an expression by a number."""
    return {variable: factor * each for variable, each in terms.items()}


def beside(solve: Callable[[], Solution]) -> Callable[[], Solution]:
    """Solve on another processor from now on; give what waits for the answer.

    HiGHS holds no lock of Python's while it solves.  What is raised comes with the answer; an
    answer that nobody asks for takes no longer than its own time limit.
    """
    from concurrent.futures import ThreadPoolExecutor

    pool = ThreadPoolExecutor(1)
    answer = pool.submit(solve)
    pool.shutdown(wait=False)
    return answer.result


class Programme:
    """Variables and rows, added one by one."""

    def __init__(self) -> None:
        self._low: list[float] = []
        self._high: list[float] = []
        self._whole: list[bool] = []
        self._rows: list[Constraint] = []
        self._matrix: csr_matrix | None = None

    def variable(self, low: float = 0, high: float = inf, *, whole: bool = True) -> int:
        """Add a variable between two ends; give its number."""
        self._low.append(low)
        self._high.append(high)
        self._whole.append(whole)
        return len(self._low) - 1

    def require(self, terms: Linear, low: float = -inf, high: float = inf) -> None:
        """Add a row that always holds."""
        self._rows.append(Constraint(terms, low, high))
        self._matrix = None

    def minimise(
        self,
        objective: Linear,
        rows: Iterable[Constraint] = (),
        *,
        seconds: float = inf,
        gap: float = 0,
        relaxed: bool = False,
    ) -> Solution:
        """Find the least value of an expression.

        Parameters
        ----------
        objective
            What is made as small as possible.
        rows
            Rows that hold this time, beside those that always do.
        seconds
            How long it may take.
        gap
            How far from the least value, as a share of it, is near enough.
        relaxed
            Whether whole numbers may be broken: quick, and never above the value with whole ones.

        Returns
        -------
        Solution
            The same for the same programme, unless time ran out.
        """
        import numpy as np
        from scipy.optimize import Bounds, LinearConstraint, milp
        from scipy.sparse import vstack

        if self._matrix is None:
            self._matrix = self._sparse(self._rows)
        extra = list(rows)
        every = [*self._rows, *extra]
        factors = np.zeros(len(self._low))
        factors[list(objective)] = list(objective.values())
        matrix = vstack([self._matrix, self._sparse(extra)]) if extra else self._matrix
        found = milp(
            factors,
            integrality=np.array(self._whole, dtype=int) * (not relaxed),
            bounds=Bounds(np.array(self._low), np.array(self._high)),
            constraints=LinearConstraint(
                matrix.tocsc(), [row.low for row in every], [row.high for row in every]
            ),
            options={"time_limit": max(seconds, 0.01), "mip_rel_gap": gap},
        )
        values = None if found.x is None else found.x.tolist()
        bound = -inf if found.mip_dual_bound is None else float(found.mip_dual_bound)
        if relaxed and values is not None:
            bound = float(found.fun)
        proven = found.status == 0
        return Solution(values, bound, proven, infeasible=found.status == _INFEASIBLE)

    def _sparse(self, rows: Sequence[Constraint]) -> csr_matrix:
        from scipy.sparse import csr_matrix

        starts = [0]
        columns: list[int] = []
        factors: list[float] = []
        for row in rows:
            columns += row.terms.keys()
            factors += row.terms.values()
            starts.append(len(columns))
        shape = (len(rows), len(self._low))
        return csr_matrix((factors, columns, starts), shape=shape, dtype=float)
