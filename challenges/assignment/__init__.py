"""Give every proposal its jurors: nobody in conflict or overloaded, loads balanced, exactly.

Method: hard rules by construction; then least maximum load and least sum of squared loads; then
most affinity; then a seeded choice among equals; each step exact and proved, see `flow`. Input
that cannot be met is explained by a minimum cut, see `feasibility`. Cost: under a second for
200 proposals and 15 jurors.
"""

from challenges.assignment.model import (
    AssignmentPlan,
    Infeasibility,
    Juror,
    Objective,
    Pair,
    Proposal,
)
from challenges.assignment.planning import assign

__all__ = [
    "AssignmentPlan",
    "Infeasibility",
    "Juror",
    "Objective",
    "Pair",
    "Proposal",
    "assign",
]
