"""The predicates that an encoding declares things with, and those that the core reads.

A declaration is read by the tool or bounds a choice; it states no rule of a document, so it carries
no tag. Everything else in a document is a rule of a clause.
"""

from __future__ import annotations

DECLARATIONS: frozenset[tuple[str, int]] = frozenset({
    ("abstracts", 4), ("assumption", 3), ("bounds", 5), ("care_place", 1), ("case_flag", 1),
    ("case_year", 1), ("category", 1), ("default", 2), ("document", 3),
    ("enrolment_situation", 1), ("explain", 3), ("field", 4), ("figure", 4),
    ("hospital_level", 1), ("household_size", 1), ("in_force", 3), ("label", 3), ("moment", 1),
    ("number", 2), ("open", 3), ("open_function", 2), ("option", 4), ("outcome", 1),
    ("outcome", 3), ("output", 1), ("pair", 5), ("parameter", 5), ("place", 3), ("plan_tier", 1),
    ("poorer", 4), ("property", 4), ("quantity", 4), ("reason", 3), ("recognised_later", 1),
    ("shows", 1), ("source", 3), ("superior", 2), ("topic", 3), ("transition_year", 1),
    ("varies", 3), ("visit_flag", 1), ("visit_kind", 1), ("why", 3),
})
"""Predicates, with their arity, whose atoms are declarations."""

FIGURES: frozenset[str] = frozenset({"figure", "open", "parameter"})
"""Declarations of values, which reach amounts by name and never ASP bodies outside the core."""

COMPARING: frozenset[str] = frozenset({"pair", "varies", "poorer"})
"""Declarations about two persons: they hold for all cases or for none."""

READ_BY_TOOL: frozenset[str] = frozenset({
    "harm", "impossible", "scope", "violation", "highest_wins", "uncapped", "rule",
    "late_enrolment",
})
"""Derived predicates that nothing need use in a body, because the tool or a property reads them."""

STRUCTURAL_LITERALS: frozenset[int] = frozenset({0, 1, 100})
"""Numbers that may stand in an amount without a figure's name: nothing, one, and a whole."""
