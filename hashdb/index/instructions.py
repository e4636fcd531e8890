"""What the processor can do and Python has no name for: instructions that the kernels use, written for numba as LLVM.

Each becomes one instruction, or a few where the processor lacks it.
"""

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic
from numba.np import arrayobj

from hashdb.index.table import LANES

# Bytes that are compared at once, and words of a code that is compared byte by byte.
_BYTES = 32
LANE_WORDS = 16


@intrinsic
def popcount(_typing: Any, _word: Any) -> Any:  # noqa: ANN401 - numba's own protocol
    """Count the bits of a word, in one instruction."""

    def emit(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:  # noqa: ANN401 - the same
        return builder.ctpop(arguments[0])

    return types.uint64(types.uint64), emit


@intrinsic
def prefetch(_typing: Any, array: Any, _element: Any) -> Any:  # noqa: ANN401 - numba's own protocol
    """Ask memory for an element of an array, and do not wait for it."""

    def emit(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:  # noqa: ANN401 - the same
        data = arrayobj.make_array(signature.args[0])(context, builder, arguments[0]).data
        pointer, number = ir.IntType(8).as_pointer(), ir.IntType(32)
        fetch = builder.module.declare_intrinsic(
            "llvm.prefetch", [pointer], ir.FunctionType(ir.VoidType(), [pointer, number, number, number])
        )
        address = builder.bitcast(builder.gep(data, [arguments[1]]), pointer)
        builder.call(fetch, [address, number(0), number(3), number(1)])
        return context.get_dummy_value()

    return types.void(array, types.int64), emit


@intrinsic
def lowest(_typing: Any, _word: Any) -> Any:  # noqa: ANN401 - numba's own protocol
    """Return the place of the lowest bit that is set; there must be one."""

    def emit(_context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:  # noqa: ANN401 - the same
        return builder.cttz(arguments[0], ir.Constant(ir.IntType(1), 1))

    return types.int64(types.uint64), emit


@intrinsic
def near(_typing: Any, _tags: Any, _first: Any, _tag: Any, _radius: Any) -> Any:  # noqa: ANN401 - numba's own protocol
    """Compare a tag with LANES others at once; a bit of the answer tells that one is within the radius."""
    lanes, count = ir.VectorType(ir.IntType(16), LANES), ir.VectorType(ir.IntType(32), LANES)

    def splat(builder: Any, number: Any) -> Any:  # noqa: ANN401 - the same
        nothing = ir.Constant(lanes, ir.Undefined)
        one = builder.insert_element(nothing, number, ir.Constant(ir.IntType(32), 0))
        return builder.shuffle_vector(one, nothing, ir.Constant(count, [0] * LANES))

    def emit(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:  # noqa: ANN401 - the same
        tags, first, tag, radius = arguments
        data = arrayobj.make_array(signature.args[0])(context, builder, tags).data
        some = builder.load(builder.bitcast(builder.gep(data, [first]), lanes.as_pointer()), align=2)
        bits = ir.FunctionType(lanes, [lanes])
        count_bits = cgutils.get_or_insert_function(builder.module, bits, f"llvm.ctpop.v{LANES}i16")
        apart = builder.call(count_bits, [builder.xor(some, splat(builder, tag))])
        told = builder.bitcast(builder.icmp_unsigned("<=", apart, splat(builder, radius)), ir.IntType(LANES))
        return builder.zext(told, ir.IntType(64))

    return types.uint64(types.Array(types.uint16, 1, "C", readonly=True), types.int64, types.uint16, types.uint16), emit


@intrinsic
def bits_apart(_typing: Any, codes: Any, _at: Any, query: Any) -> Any:  # noqa: ANN401 - numba's own protocol
    """Count in how many bits a code of four words differs from the query."""

    def emit(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:  # noqa: ANN401 - the same
        code, asked = _pointers(context, builder, signature, arguments)
        total = ir.Constant(ir.IntType(64), 0)
        for word in range(4):
            place = [ir.Constant(ir.IntType(64), word)]
            differ = builder.xor(builder.load(builder.gep(code, place)), builder.load(builder.gep(asked, place)))
            total = builder.add(total, builder.ctpop(differ))
        return total

    return types.int64(codes, types.int64, query), emit


@intrinsic
def lanes_apart(_typing: Any, codes: Any, _at: Any, query: Any) -> Any:  # noqa: ANN401 - numba's own protocol
    """Count in how many of 128 bytes a code differs from the query."""
    lanes = ir.VectorType(ir.IntType(8), _BYTES)

    def emit(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:  # noqa: ANN401 - the same
        code, asked = (
            builder.bitcast(each, lanes.as_pointer()) for each in _pointers(context, builder, signature, arguments)
        )
        total = ir.Constant(ir.IntType(64), 0)
        for part in range(8 * LANE_WORDS // _BYTES):
            place = [ir.Constant(ir.IntType(64), part)]
            mine, other = (builder.load(builder.gep(each, place), align=8) for each in (code, asked))
            differ = builder.bitcast(builder.icmp_unsigned("!=", mine, other), ir.IntType(_BYTES))
            total = builder.add(total, builder.zext(builder.ctpop(differ), ir.IntType(64)))
        return total

    return types.int64(codes, types.int64, query), emit


def _pointers(context: Any, builder: Any, signature: Any, arguments: Any) -> tuple[Any, Any]:  # noqa: ANN401 - the same
    codes, query = (
        arrayobj.make_array(signature.args[each])(context, builder, arguments[each]).data for each in (0, 2)
    )
    return builder.gep(codes, [arguments[1]]), query
