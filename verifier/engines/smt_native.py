"""Functions of Z3's C interface, called without the classes and checks of its Python package.

Those convert and check each operand anew, which took a third of the time that the encoding of a
document takes. Here terms are addresses: whole numbers that Z3 gives and takes. Whoever calls
gives terms of the right sorts; a call that Z3 refuses gives no address, and raises.
"""

from __future__ import annotations

import ctypes
import inspect
from collections.abc import Callable, Sequence
from typing import Any

import z3

_POINTER = ctypes.c_void_p


def _function(name: str, *operands: Any, result: Any = _POINTER) -> Callable[..., Any]:  # noqa: ANN401
    """Declare a function anew, at the address at which the package calls it."""
    called = inspect.signature(getattr(z3, name)).parameters["_elems"].default.f
    address = ctypes.cast(called, _POINTER).value or 0
    declared: Callable[..., Any] = ctypes.CFUNCTYPE(result, _POINTER, *operands)(address)
    return declared


Build = Callable[[int, int, Any], "int | None"]
"""Builds a term of a context from a number of operands and an array of them."""
Join = Callable[[int, int, int], "int | None"]
"""Builds a term of a context from two operands."""

_MANY = (ctypes.c_uint, ctypes.POINTER(_POINTER))
AND: Build = _function("Z3_mk_and", *_MANY)
OR: Build = _function("Z3_mk_or", *_MANY)
ADD: Build = _function("Z3_mk_add", *_MANY)
MULTIPLY: Build = _function("Z3_mk_mul", *_MANY)
IFF: Join = _function("Z3_mk_iff", _POINTER, _POINTER)
EQUAL: Join = _function("Z3_mk_eq", _POINTER, _POINTER)
LESS_EQUAL: Join = _function("Z3_mk_le", _POINTER, _POINTER)
GREATER_EQUAL: Join = _function("Z3_mk_ge", _POINTER, _POINTER)
_NOT = _function("Z3_mk_not", _POINTER)
_CHOOSE = _function("Z3_mk_ite", _POINTER, _POINTER, _POINTER)
_NUMERAL = _function("Z3_mk_numeral", ctypes.c_char_p, _POINTER)
_SMALL = _function("Z3_mk_int64", ctypes.c_int64, _POINTER)
_SYMBOL = _function("Z3_mk_string_symbol", ctypes.c_char_p)
_CONSTANT = _function("Z3_mk_const", _POINTER, _POINTER)
_WHOLE = _function("Z3_mk_int_sort")
_TRUTH = _function("Z3_mk_bool_sort")
_KEEP = _function("Z3_inc_ref", _POINTER, result=None)

_LARGEST = 2**63 - 1


class Space:
    """A Z3 context, with its sorts and the numbers that were made in it."""

    __slots__ = ("context", "numbers", "ref", "truth", "whole")

    def __init__(self) -> None:
        """Open the context."""
        self.context: Any = z3.Context()
        self.ref: int = self.context.ref().value
        self.whole: int = _WHOLE(self.ref)
        self.truth: int = _TRUTH(self.ref)
        self.numbers: dict[int, Term] = {}


class Term:
    """A term of Z3 that lives as long as its context, by its address."""

    __slots__ = ("address", "opposite", "space")

    def __init__(self, address: int | None, space: Space, opposite: Term | None = None) -> None:
        """Keep a term that Z3 has just made; of which it is the negation, if it is one."""
        if address is None:
            raise z3.Z3Exception(z3.Z3_get_error_msg(
                space.context.ref(), z3.Z3_get_error_code(space.context.ref())
            ))
        _KEEP(space.ref, address)
        self.address = address
        self.space = space
        self.opposite = opposite

    @property
    def native(self) -> Any:  # noqa: ANN401
        """The truth value as Z3's own classes take it."""
        return z3.BoolRef(self.ast, self.space.context)

    @property
    def ast(self) -> Any:  # noqa: ANN401
        """The term as Z3's own functions take it."""
        made = z3.Ast(None)  # does not take the address itself
        made.value = self.address
        return made


def joined(build: Build, terms: Sequence[Term]) -> Term:
    """Apply an operation of any number of operands, which are not none."""
    space = terms[0].space
    operands = (_POINTER * len(terms))(*[term.address for term in terms])
    return Term(build(space.ref, len(terms), operands), space)


def applied(join: Join, left: Term, right: Term) -> Term:
    """Apply an operation of two operands."""
    space = left.space
    return Term(join(space.ref, left.address, right.address), space)


def negated(term: Term) -> Term:
    """Return the negation of a truth value, which is made once."""
    if term.opposite is None:
        term.opposite = Term(_NOT(term.space.ref, term.address), term.space, term)
    return term.opposite


def chosen(condition: Term, then: Term, otherwise: Term) -> Term:
    """Return one of two numbers, by a truth value."""
    space = condition.space
    made = _CHOOSE(space.ref, condition.address, then.address, otherwise.address)
    return Term(made, space)


def numeral(space: Space, value: int) -> Term:
    """Return a whole number, which is made once."""
    found = space.numbers.get(value)
    if found is None:
        if -_LARGEST <= value <= _LARGEST:
            made = _SMALL(space.ref, value, space.whole)
        else:
            made = _NUMERAL(space.ref, str(value).encode(), space.whole)
        found = space.numbers[value] = Term(made, space)
    return found


def variable(space: Space, name: str, sort: int) -> Term:
    """Return the variable of a name and a sort of the context."""
    symbol = _SYMBOL(space.ref, name.encode())
    return Term(_CONSTANT(space.ref, symbol, sort), space)


# Models ------------------------------------------------------------------------------------------

_TRUE = 1
"""What Z3 calls true; undefined is 0 and false -1."""


def number_of(model: Any, term: Term) -> int:  # noqa: ANN401
    """Return the value of a number in a model of the solver."""
    return int(z3.Z3_get_numeral_string(model.ctx.ref(), _value(model, term)))


def truth_of(model: Any, term: Term) -> bool:  # noqa: ANN401
    """Return the value of a truth value in a model of the solver."""
    return int(z3.Z3_get_bool_value(model.ctx.ref(), _value(model, term))) == _TRUE


def _value(model: Any, term: Term) -> Any:  # noqa: ANN401
    """Evaluate a term, with a value for what the model leaves out."""
    result = (z3.Ast * 1)()
    if not z3.Z3_model_eval(model.ctx.ref(), model.model, term.ast, True, result):
        raise z3.Z3Exception("failed to evaluate a term in a model")
    return result[0]
