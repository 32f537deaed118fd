"""A small mixed-integer programme: variables, rows, and the least value of a linear objective.

Solved by HiGHS, which is loaded when the first one is solved.

References
----------
Huangfu, Q. and Hall, J. A. J., *Parallelizing the dual revised simplex method*, Mathematical
Programming Computation 10, 2018, pp. 119-142, doi:10.1007/s12532-017-0130-5.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import inf

Linear = Mapping[int, float]
"""A linear expression: a coefficient for each variable."""


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

    def variable(self, low: float = 0, high: float = inf, *, whole: bool = True) -> int:
        """Add a variable between two ends; give its number."""
        self._low.append(low)
        self._high.append(high)
        self._whole.append(whole)
        return len(self._low) - 1

    def require(self, terms: Linear, low: float = -inf, high: float = inf) -> None:
        """Add a row that always holds."""
        self._rows.append(Constraint(terms, low, high))

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
        import highspy
        import numpy as np
        from highspy._core import _Highs  # highspy.Highs greets on standard output

        every = [*self._rows, *rows]
        costs = np.zeros(len(self._low))
        costs[list(objective)] = list(objective.values())
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = len(self._low), len(every)
        model.col_cost_, model.col_lower_, model.col_upper_ = costs, self._low, self._high
        model.row_lower_, model.row_upper_ = [r.low for r in every], [r.high for r in every]
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = [0, *accumulate(len(row.terms) for row in every)]
        model.a_matrix_.index_ = [variable for row in every for variable in row.terms]
        model.a_matrix_.value_ = [factor for row in every for factor in row.terms.values()]
        if not relaxed:
            kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
            model.integrality_ = [kinds[whole] for whole in self._whole]
        solver = _Highs()
        options = {"time_limit": max(seconds, 0.01), "mip_rel_gap": gap, "threads": 1}
        for name, value in {"output_flag": False, **options}.items():
            solver.setOptionValue(name, value)
        solver.passModel(model)
        solver.run()
        status, info = solver.getModelStatus(), solver.getInfo()
        some = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
        return Solution(
            solver.getSolution().col_value if some else None,
            info.objective_function_value if relaxed and some else info.mip_dual_bound,
            proven=status == highspy.HighsModelStatus.kOptimal,
            infeasible=status == highspy.HighsModelStatus.kInfeasible,
        )
