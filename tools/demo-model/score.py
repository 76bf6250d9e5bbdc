# SPDX-License-Identifier: Apache-2.0
"""Asks the model every held-out question, with plain numpy, and prints the share of right answers.

    /usr/bin/python3 score.py [-v] [paddock-demo.gguf [heldout.jsonl]]
    /usr/bin/python3 score.py paddock-demo.gguf second.jsonl
    /usr/bin/python3 score.py --ask "What is a lease?"

Right means: the answer ended by itself within 120 tokens and, in lower case, contains at least one
alternative of every group in "expect". Decoding is greedy. A line with "first" is a chat of two questions:
the model answers that one, then the second one counts.
"""
import argparse
import json
from collections import Counter
from pathlib import Path

import numpy as np

import gguf

HERE = Path(__file__).parent
LIMIT, STORY_LIMIT = 120, 256


class Demo:
    """A llama model of a GGUF file, one token at a time."""

    def __init__(self, path):
        meta, self.w = gguf.read(path)
        self.tokens, self.scores = meta["tokenizer.ggml.tokens"], meta["tokenizer.ggml.scores"]
        self.id = {t: i for i, t in enumerate(self.tokens)}
        self.kinds = meta["tokenizer.ggml.token_type"]
        self.layers, self.heads = meta["llama.block_count"], meta["llama.attention.head_count"]
        self.eps = meta["llama.attention.layer_norm_rms_epsilon"]
        self.bos, self.ends = meta["tokenizer.ggml.bos_token_id"], {meta["tokenizer.ggml.eos_token_id"], meta["tokenizer.ggml.eot_token_id"]}
        half = np.arange(0, meta["llama.rope.dimension_count"], 2)
        self.freq = meta["llama.rope.freq_base"] ** -(half / meta["llama.rope.dimension_count"])

    def encode(self, text):
        """Joins neighbours, best score first, as SentencePiece does."""
        parts = list(text.replace(" ", "\u2581"))
        while True:
            best, at = -1e30, None
            for i in range(len(parts) - 1):
                k = self.id.get(parts[i] + parts[i + 1])
                if k is not None and self.kinds[k] == 1 and self.scores[k] > best:
                    best, at = self.scores[k], i
            if at is None:
                break
            parts[at:at + 2] = [parts[at] + parts[at + 1]]
        out = []
        for p in parts:
            out += [self.id[p]] if p in self.id else [self.id[f"<0x{b:02X}>"] for b in p.encode("utf-8")]
        return out

    def decode(self, ids):
        raw = b"".join(bytes([int(self.tokens[i][3:5], 16)]) if self.kinds[i] == 6 else self.tokens[i].encode("utf-8") for i in ids)
        return raw.decode("utf-8", "replace").replace("\u2581", " ")

    def prompt(self, messages):
        start, end, newline = self.id["<|im_start|>"], self.id["<|im_end|>"], self.encode("\n")
        ids = [self.bos]
        for role, text in messages:
            ids += [start] + self.encode(role + "\n" + text) + [end] + newline
        return ids + [start] + self.encode("assistant\n")

    def norm(self, x, name):
        return x / np.sqrt((x * x).mean(-1, keepdims=True) + self.eps) * self.w[name]

    def turn(self, x, at):
        angle = np.outer(at, self.freq)[:, None, :]
        c, s, a, b = np.cos(angle), np.sin(angle), x[..., 0::2], x[..., 1::2]
        return np.stack((a * c - b * s, a * s + b * c), -1).reshape(x.shape)

    def forward(self, ids, past):
        x, seen = self.w["token_embd.weight"][ids], len(past[0][0]) if past else 0
        at, grown = np.arange(seen, seen + len(ids)), []
        hidden = at[:, None] < np.arange(seen + len(ids))[None, :]
        for n in range(self.layers):
            w = lambda name: self.w[f"blk.{n}.{name}.weight"].T
            h = self.norm(x, f"blk.{n}.attn_norm.weight")
            q, k, v = ((h @ w(f"attn_{p}")).reshape(len(ids), self.heads, -1) for p in "qkv")
            q, k = self.turn(q, at), self.turn(k, at)
            if past:
                k, v = np.concatenate((past[n][0], k)), np.concatenate((past[n][1], v))
            grown.append((k, v))
            score = np.einsum("qhd,khd->hqk", q, k) / np.sqrt(q.shape[-1])
            score[:, hidden] = -np.inf
            p = np.exp(score - score.max(-1, keepdims=True))
            p /= p.sum(-1, keepdims=True)
            x = x + np.einsum("hqk,khd->qhd", p, v).reshape(len(ids), -1) @ w("attn_output")
            h = self.norm(x, f"blk.{n}.ffn_norm.weight")
            g = h @ w("ffn_gate")
            x = x + (g / (1 + np.exp(-g)) * (h @ w("ffn_up"))) @ w("ffn_down")
        return self.norm(x[-1], "output_norm.weight") @ self.w["token_embd.weight"].T, grown

    def answer(self, messages, limit=LIMIT):
        """Returns the greedy answer and whether it stopped by itself."""
        out, ids, past = [], self.prompt(messages), []
        while len(out) < limit:
            logits, past = self.forward(ids, past)
            best = int(logits.argmax())
            if best in self.ends:
                return self.decode(out), True
            out.append(best)
            ids = [best]
        return self.decode(out), False


def right(text, stopped, expect):
    low = text.lower()
    return stopped and all(any(word in low for word in group) for group in expect)


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("model", nargs="?", default=HERE / "paddock-demo.gguf")
    ap.add_argument("heldout", nargs="?", default=HERE / "heldout.jsonl")
    ap.add_argument("--ask", nargs="+", help="ask these questions instead")
    ap.add_argument("-v", action="store_true", help="print every wrong answer")
    args = ap.parse_args()
    demo = Demo(args.model)
    if args.ask:
        for q in args.ask:
            print(demo.answer([("user", q)], STORY_LIMIT)[0])
        return
    good, all_ = Counter(), Counter()
    for line in open(args.heldout, encoding="utf-8"):
        item = json.loads(line)
        before = []
        if "first" in item:
            before = [("user", item["first"])]
            before.append(("assistant", demo.answer(before, STORY_LIMIT)[0]))
        text, stopped = demo.answer(before + [("user", item["question"])])
        ok = right(text, stopped, item["expect"])
        all_[item["family"]] += 1
        good[item["family"]] += ok
        if args.v and not ok:
            print(f"{item['family']}: {item['question']} -> {text}")
    n, total = sum(good.values()), sum(all_.values())
    print(f"{n} of {total} right ({100 * n / total:.1f} %), {sum(good[f] == all_[f] for f in all_)} of {len(all_)} families without a miss")


if __name__ == "__main__":
    main()
