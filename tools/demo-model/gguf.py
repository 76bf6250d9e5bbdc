# SPDX-License-Identifier: Apache-2.0
"""Writes and reads GGUF version 3 files, as far as the demo model needs it."""
import struct

import numpy as np

U32, I32, F32, BOOL, STRING, ARRAY, U64 = 4, 5, 6, 7, 8, 9, 10
TENSOR_F32, TENSOR_F16, TENSOR_Q8_0 = 0, 1, 8
ALIGN = 32
_PACK = {U32: "<I", I32: "<i", F32: "<f", BOOL: "<?", U64: "<Q"}
_BLOCK = np.dtype([("scale", "<f2"), ("q", "i1", (32,))])

CHATML = ("{%- for message in messages %}"
          "{{- '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>\\n' }}"
          "{%- endfor %}"
          "{%- if add_generation_prompt %}{{- '<|im_start|>assistant\\n' }}{%- endif %}")


def _value(kind, v):
    if kind == STRING:
        b = v.encode("utf-8")
        return struct.pack("<Q", len(b)) + b
    if isinstance(kind, tuple):
        return struct.pack("<IQ", kind[1], len(v)) + b"".join(_value(kind[1], x) for x in v)
    return struct.pack(_PACK[kind], v)


def quantize(a):
    """Q8_0: blocks of 32 weights with one half-precision scale."""
    b = np.ascontiguousarray(a, dtype=np.float32).reshape(-1, 32)
    scale = (np.abs(b).max(axis=1) / 127).astype("<f2")
    inverse = np.divide(1.0, scale.astype(np.float32), out=np.zeros(len(b), np.float32), where=scale > 0)
    out = np.zeros(len(b), dtype=_BLOCK)
    out["scale"] = scale
    out["q"] = np.clip(np.round(b * inverse[:, None]), -127, 127)
    return out


def _pad(n):
    return b"\0" * (-n % ALIGN)


def write(path, meta, tensors):
    """meta: (key, type, value), a type (ARRAY, T) for arrays; tensors: (name, matrix or vector).

    Matrices become Q8_0; vectors stay F32, as the engine wants its norms.
    """
    infos, data = [], bytearray()
    for name, a in tensors:
        kind, raw = (TENSOR_F32, np.ascontiguousarray(a, "<f4").tobytes()) if a.ndim == 1 else (TENSOR_Q8_0, quantize(a).tobytes())
        shape = a.shape[::-1]
        infos.append(_value(STRING, name) + struct.pack(f"<I{len(shape)}QIQ", len(shape), *shape, kind, len(data)))
        data += raw + _pad(len(raw))
    head = b"GGUF" + struct.pack("<IQQ", 3, len(infos), len(meta))
    for key, kind, v in meta:
        head += _value(STRING, key) + struct.pack("<I", kind[0] if isinstance(kind, tuple) else kind) + _value(kind, v)
    head += b"".join(infos)
    with open(path, "wb") as f:
        f.write(head + _pad(len(head)) + data)


def read(path):
    """Returns the metadata as a dict and the tensors as float arrays."""
    buf = open(path, "rb").read()
    at = 4

    def take(fmt):
        nonlocal at
        out = struct.unpack_from("<" + fmt, buf, at)
        at += struct.calcsize("<" + fmt)
        return out if len(out) > 1 else out[0]

    def text():
        nonlocal at
        n = take("Q")
        at += n
        return buf[at - n:at].decode("utf-8")

    def value(kind):
        if kind == STRING:
            return text()
        if kind == ARRAY:
            inner, n = take("IQ")
            return [value(inner) for _ in range(n)]
        return take(_PACK[kind][1])

    if buf[:4] != b"GGUF":
        raise ValueError("not a GGUF file")
    _, n_tensors, n_meta = take("IQQ")
    meta = {}
    for _ in range(n_meta):
        key = text()
        meta[key] = value(take("I"))
    infos = []
    for _ in range(n_tensors):
        name, rank = text(), take("I")
        shape = [take("Q") for _ in range(rank)]
        infos.append((name, shape[::-1], *take("IQ")))
    base, tensors = at + -at % ALIGN, {}
    for name, shape, kind, off in infos:
        n = int(np.prod(shape))
        if kind == TENSOR_F32:
            a = np.frombuffer(buf, "<f4", n, base + off)
        elif kind == TENSOR_Q8_0:
            b = np.frombuffer(buf, _BLOCK, n // 32, base + off)
            a = b["q"].astype(np.float32) * b["scale"].astype(np.float32)[:, None]
        else:
            raise ValueError(f"tensor type {kind} of {name} is not supported")
        tensors[name] = a.reshape(shape)
    return meta, tensors
