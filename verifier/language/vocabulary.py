"""The predicates that an encoding declares things with, and those that the core reads.

A declaration is read by the tool or bounds a choice; it states no rule of a document, so it carries
no tag. Everything else in a document is a rule of a clause.
"""

from __future__ import annotations

from collections.abc import Mapping

DECLARATIONS: frozenset[tuple[str, int]] = frozenset({
    ("abstracts", 4), ("also_called", 2), ("aside", 4), ("assumption", 3), ("binding", 6),
    ("bounds", 5), ("care_place", 1), ("case_flag", 1), ("case_year", 1), ("category", 1),
    ("default", 2), ("document", 3), ("enrolment_situation", 1), ("explain", 3), ("field", 4),
    ("figure", 4), ("hospital_level", 1), ("household_size", 1), ("in_force", 3), ("informal", 3),
    ("label", 3), ("mention", 2), ("moment", 1), ("nationwide", 1), ("number", 2), ("open", 3),
    ("open_function", 2), ("option", 4), ("outcome", 1), ("outcome", 3), ("output", 1),
    ("pair", 5), ("parameter", 5), ("partly", 2), ("place", 3), ("plan_tier", 1), ("poorer", 4),
    ("property", 4), ("quantity", 4), ("reason", 3), ("recognised_later", 1), ("restated_by", 2),
    ("section", 5), ("shows", 1), ("source", 3), ("superior", 2), ("text_needed", 2),
    ("topic", 3), ("transition_year", 1), ("varies", 3), ("visit_flag", 1), ("visit_kind", 1),
    ("why", 3), ("speaks_of", 3), ("phrase", 3), ("example", 3), ("pays_late", 1),
    ("formality", 1), ("settled_when_paid", 1), ("exits", 2), ("fault", 4), ("unstated", 2),
    ("set_by", 2), ("each_category", 1), ("contribution_area", 1), ("dated_by", 2),
    ("without_transition", 0), ("counts_every_visit", 1), ("silent_on_several_categories", 0),
    ("decided_by", 2), ("assumed_for", 2), ("above_whole", 1),
})
"""Predicates, with their arity, whose atoms are declarations."""

FIGURES: frozenset[str] = frozenset({"figure", "open", "parameter"})
"""Declarations of values, which reach amounts by name and never ASP bodies outside the core."""

ACCOUNT: frozenset[tuple[str, int]] = frozenset({
    ("aside", 4), ("informal", 3), ("mention", 2), ("partly", 2), ("section", 5),
})
"""Declarations by which a document accounts for its sentences and figures."""

INFORMAL: tuple[str, ...] = (
    "aim", "definition", "duty", "notice", "permission", "reference", "responsibility",
)
"""Why a sentence has no formal content."""

BINDINGS: tuple[str, ...] = ("floor", "ceiling", "uniform", "permission")
"""How a line of a superior document binds: at least, at most, exactly, or up to so much if at all.

`binding(Id, Kind, Output, Premise, Grade, Clause)`: for every case in which the atom `Premise` of
the superior is true, its amount `Output` binds that of a lower document.
"""

GRADES: tuple[str, ...] = ("seen", "restated", "derived", "remembered")
"""How a line of a superior is known: from its text, from a document that restates it (which
`restated_by(Id, Number)` names), by arithmetic or inference from such, or from memory. Only the
first two can convict; for the others `text_needed(Id, Number)` names the text to be seen."""

COMPARING: frozenset[str] = frozenset({"pair", "varies", "poorer"})
"""Declarations about two persons: they hold for all cases or for none."""

RELATIONS: Mapping[str, int] = {
    "free": 0, "up": 0, "down": 0, "more": 0, "fewer": 0, "part_of": 1, "within": 1, "swapped": 1,
    "sum": 2, "is": 1,
}
"""How inputs of two persons may differ, with the number of arguments.

`free`: in any way. `up`, `down`: the second's is no less, no more. `more`, `fewer`: the second's is
true where the first's is; only there. `part_of(X)`: it rises by no more than X does, and does not
fall. `within(N)`: by N smallest units at most. `swapped(X)`: it is what X is of the first.
`sum(X,Y)`: it is what X and Y of the first are together. `is(C)`: it is this constant.
"""

GOALS: tuple[str, ...] = ("at_least", "at_most", "equals")
"""How an amount of the second person must compare: `at_least(A)`, `at_most(A)`, `equals(A)`, or one
of these with a bound in yuan, `at_most(A,Yuan)`, by which it may miss."""

KINDS: tuple[str, ...] = ("case", "pair", "conflict", "gap", "document")
"""What a property may speak of."""

READ_BY_TOOL: frozenset[str] = frozenset({
    "harm", "impossible", "scope", "violation", "highest_wins", "uncapped", "rule",
    "late_enrolment",
})
"""Derived predicates that nothing need use in a body, because the tool or a property reads them."""

STRUCTURAL_LITERALS: frozenset[int] = frozenset({0, 1, 100})
"""Numbers that may stand in an amount without a figure's name: nothing, one, and a whole."""
