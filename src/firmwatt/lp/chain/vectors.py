"""Eight floats that travel together: a Numba value type that compiles to one vector register of the processor.

The kernels work on eight lanes (pieces of chains) at a time. Numba seldom turns loops over eight lanes into vector
instructions by itself; with this type it needs not guess. Arrays that hold such vectors are plain float64 with a last
axis of eight, passed flat; `load` and `store` take the position counted in vectors.
"""

from __future__ import annotations

import operator
from typing import Any

import numba.core.typing as numba_typing
from numba import types
from numba.core import cgutils, imputils
from numba.core.typing import templates
from numba.extending import intrinsic, models, register_model

LANES = 8
ir: Any = vars(cgutils)["ir"]
signature: Any = vars(numba_typing)["signature"]
_primitive: Any = models.PrimitiveModel
_lower: Any = imputils.lower_builtin
_infer: Any = templates.infer_global
_declare: Any = cgutils.get_or_insert_function
_VECTOR_IR = ir.VectorType(ir.DoubleType(), LANES)
_ALIGNMENT = 8

Vector8Type: Any = type("Vector8Type", (types.Type,), {})
vector8: Any = Vector8Type("Vector8")


def _model(self: Any, manager: Any, vector_type: Any) -> None:
    _primitive.__init__(self, manager, vector_type, _VECTOR_IR)


register_model(Vector8Type)(type("Vector8Model", (_primitive,), {"__init__": _model}))


def _pointer(context: Any, builder: Any, array_type: Any, array: Any, position: Any) -> Any:
    data = context.make_array(array_type)(context, builder, array).data
    first = builder.mul(position, ir.Constant(position.type, LANES))
    return builder.bitcast(builder.gep(data, [first]), _VECTOR_IR.as_pointer())


@intrinsic
def _load(_typing: Any, array: Any, position: Any) -> Any:
    """Return vector number `position` of a flat array."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        place = context.cast(builder, args[1], sig.args[1], types.intp)
        loaded = builder.load(_pointer(context, builder, sig.args[0], args[0], place))
        loaded.align = _ALIGNMENT
        return loaded

    return signature(vector8, array, position), generate


@intrinsic
def _store(_typing: Any, array: Any, position: Any, value: Any) -> Any:
    """Write a vector as number `position` of a flat array."""

    def generate(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        place = context.cast(builder, args[1], sig.args[1], types.intp)
        builder.store(args[2], _pointer(context, builder, sig.args[0], args[0], place), align=_ALIGNMENT)
        return context.get_dummy_value()

    return signature(types.none, array, position, value), generate


@intrinsic
def _spread(_typing: Any, _value: Any) -> Any:
    """Return a vector with the same float in all lanes."""

    def generate(_context: Any, builder: Any, _sig: Any, args: Any) -> Any:
        zero = ir.Constant(ir.IntType(32), 0)
        single = builder.insert_element(ir.Constant(_VECTOR_IR, ir.Undefined), args[0], zero)
        mask = ir.Constant(ir.VectorType(ir.IntType(32), LANES), [0] * LANES)
        return builder.shuffle_vector(single, ir.Constant(_VECTOR_IR, ir.Undefined), mask)

    return signature(vector8, types.float64), generate


@intrinsic
def _fused(_typing: Any, a: Any, b: Any, c: Any) -> Any:
    def generate(_context: Any, builder: Any, _sig: Any, args: Any) -> Any:
        kind = ir.FunctionType(_VECTOR_IR, [_VECTOR_IR] * 3)
        name = f"llvm.fma.v{LANES}f64"
        function = _declare(builder.module, kind, name)
        return builder.call(function, args)

    return signature(vector8, a, b, c), generate


@intrinsic
def _where_below(_typing: Any, value: Any, limit: Any, other: Any) -> Any:
    """Return, lane by lane, `value`, or `other` where the value is not above the limit."""

    def generate(_context: Any, builder: Any, _sig: Any, args: Any) -> Any:
        is_above = builder.fcmp_ordered(">", args[0], args[1])
        return builder.select(is_above, args[0], args[2])

    return signature(vector8, value, limit, other), generate


def _define(operation: Any, arguments: int, generate: Any) -> None:
    """Let an operator take vectors."""
    vectors = (vector8,) * arguments
    template = type("VectorOperator", (templates.ConcreteTemplate,), {"cases": [signature(vector8, *vectors)]})
    _infer(operation)(template)
    _lower(operation, *vectors)(generate)


def _binary(build: str) -> Any:
    return lambda _context, builder, _sig, args: getattr(builder, build)(*args)


def _negative(_context: Any, builder: Any, _sig: Any, args: Any) -> Any:
    return builder.fsub(ir.Constant(_VECTOR_IR, [-0.0] * LANES), args[0])


for _operation, _build in (
    (operator.add, "fadd"),
    (operator.sub, "fsub"),
    (operator.mul, "fmul"),
    (operator.truediv, "fdiv"),
):
    _define(_operation, 2, _binary(_build))
_define(operator.neg, 1, _negative)

load: Any = _load
store: Any = _store
spread: Any = _spread
where_below: Any = _where_below
fma: Any = _fused  # fma(a, b, c) = a · b + c, rounded once
