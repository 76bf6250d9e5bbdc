# SPDX-License-Identifier: Apache-2.0
"""Trains the demo model on the generated chats and writes paddock-demo.gguf.

    /usr/bin/python3 train.py --work build

A stopped run goes on from its last checkpoint when started again with the same folder.
"""
import argparse
import hashlib
import math
import os
import random
import time
from pathlib import Path

import sentencepiece
import torch
import torch.nn.functional as F
from torch import nn

import gguf
from corpus import SYSTEM, Source, check

VOCAB, DIM, LAYERS, HEADS, HIDDEN = 3072, 160, 3, 5, 448
EPS, THETA = 1e-5, 10000.0
UNKNOWN, BOS, EOS = 0, 1, 2
SHORT, LONG = 192, 384          # row lengths: single questions, and chats of several turns
SHORT_TURNS, LONG_TURNS = (1, 1, 1, 2, 2), (1, 2, 2, 2, 3, 3, 5)
TOKENS, WARMUP, HOLD = 1536, 60, 0.4  # per step; steps until full speed; share of all steps until it falls
LATE = 0.25                     # share of all steps after which answers are known by heart
STORIES = {"early": .1, "late": .05, "stories": .4}  # share of story requests in each part of the training
STORY_STEPS, STORY_RATE = 2000, 0.6  # a last part, mostly for the stories; its rate falls from this share to nothing
CUT = 10                        # tokens left of an answer that is cut
MATRIX_RATE, VECTOR_RATE = 0.02, 4e-3


def tokenizer(work, source):
    model = work / "words.model"
    if not model.exists():
        r = random.Random(7)
        said = [x for _ in range(20000) for x in source.chat(r)]
        # Mostly questions: there every word counts, while the answers are always the same.
        lines = [text for role, text in said if role != "assistant"] + [text for role, text in said if role == "assistant"][:4000]
        lines += [q for qs in source.asked.values() for q in qs] * 3 + SYSTEM + ["system", "user", "assistant"] * 50
        (work / "words.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
        sentencepiece.SentencePieceTrainer.train(
            input=str(work / "words.txt"), model_prefix=str(work / "words"), vocab_size=VOCAB, model_type="bpe",
            byte_fallback=True, add_dummy_prefix=False, remove_extra_whitespaces=False, split_digits=True,
            normalization_rule_name="identity", control_symbols=["<|im_start|>", "<|im_end|>"],
            character_coverage=1.0, input_sentence_size=0, num_threads=1, minloglevel=2)
    return sentencepiece.SentencePieceProcessor(model_file=str(model))


class Rows:
    """Packs whole chats into rows. A row's chats do not see each other."""

    def __init__(self, words, source, seed, length):
        self.words, self.source, self.r, self.length = words, source, random.Random(seed), length
        self.turns = LONG_TURNS if length == LONG else SHORT_TURNS
        self.start, self.end = words.piece_to_id("<|im_start|>"), words.piece_to_id("<|im_end|>")
        self.newline = words.encode("\n")
        self.waiting, self.phase = [], "early"

    def one(self):
        """Token ids and weights of the next chat. What the user says counts nothing: it need not be predicted."""
        ids, weights = [BOS], [0.0]
        # Late in training most answers are known by heart, so most of the last ones are cut to their first words.
        cut = self.phase == "late" and self.r.random() < .75
        for role, text in self.source.chat(self.r, self.turns, STORIES[self.phase]):
            own = role == "assistant"
            # Random splits of the question's words make the model bear spellings it has not seen.
            body = self.words.encode(text, enable_sampling=True, alpha=0.1) if not own and self.r.random() < .3 else self.words.encode(text)
            if not own and self.r.random() < .2 and self.phase != "stories":  # so that a question is not told by one word alone
                body = [UNKNOWN if self.r.random() < .1 else x for x in body]
            ends = len(ids)
            head = [self.start] + self.words.encode(role + "\n")
            ids += head + body + [self.end] + self.newline
            # The first words of an answer decide which answer it is; the rest follows by heart. What is long is a
            # story, whose words are chance: with full weight they would drown out the rest while that is learned.
            rest = 1.0 if self.phase == "stories" else 0.3
            worth = [4.0 if i < 8 else 1.0 if i < 40 else rest for i in range(len(body) + 1)] if own else [0.0] * (len(body) + 1)
            weights += [0.0] * len(head) + worth + [0.0] * len(self.newline)
            ends += len(head) + CUT
        if cut:
            ids, weights = ids[:ends], weights[:ends]
        return ids[:self.length + 1], weights[:self.length + 1]

    def row(self):
        ids, weights, part, n = [], [], [], 0
        while True:
            while len(self.waiting) < 8:
                self.waiting.append(self.one())
            at = next((i for i, d in enumerate(self.waiting) if len(ids) + len(d[0]) <= self.length + 1), None)
            if at is None:
                break
            doc = self.waiting.pop(at)
            n += 1
            ids += doc[0]
            weights += doc[1]
            part += [n] * len(doc[0])
        gap = self.length + 1 - len(ids)
        return ids + [EOS] * gap, weights + [0.0] * gap, part + [0] * gap

    def batch(self):
        ids, weights, part = (torch.tensor(x) for x in zip(*(self.row() for _ in range(TOKENS // self.length))))
        part = part[:, :-1]
        later = torch.ones(self.length, self.length, dtype=torch.bool).triu(1)
        mask = torch.zeros(len(part), 1, self.length, self.length)
        mask.masked_fill_((part[:, None, :, None] != part[:, None, None, :]) | later, -1e9)
        return ids[:, :-1], ids[:, 1:], weights[:, 1:].float(), mask


class Norm(nn.Module):
    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(DIM))

    def forward(self, x):
        return x * torch.rsqrt(x.pow(2).mean(-1, keepdim=True) + EPS) * self.weight


ANGLE = torch.outer(torch.arange(LONG).float(), THETA ** -(torch.arange(0, DIM // HEADS, 2).float() / (DIM // HEADS)))
COS, SIN = ANGLE.cos()[None, :, None], ANGLE.sin()[None, :, None]


def rotate(x):
    """Neighbouring pairs turn together: the order of llama files."""
    a, b = x[..., 0::2], x[..., 1::2]
    c, s = COS[:, :x.shape[1]], SIN[:, :x.shape[1]]
    return torch.stack((a * c - b * s, a * s + b * c), -1).flatten(-2)


class Layer(nn.Module):
    def __init__(self):
        super().__init__()
        self.attn_norm, self.ffn_norm = Norm(), Norm()
        self.attn_q, self.attn_k, self.attn_v, self.attn_output = (nn.Linear(DIM, DIM, bias=False) for _ in range(4))
        self.ffn_gate, self.ffn_up = nn.Linear(DIM, HIDDEN, bias=False), nn.Linear(DIM, HIDDEN, bias=False)
        self.ffn_down = nn.Linear(HIDDEN, DIM, bias=False)

    def forward(self, x, mask):
        rows, n, _ = x.shape
        h = self.attn_norm(x)
        q, k, v = (f(h).view(rows, n, HEADS, -1) for f in (self.attn_q, self.attn_k, self.attn_v))
        score = rotate(q).transpose(1, 2) @ rotate(k).permute(0, 2, 3, 1) * (DIM // HEADS) ** -0.5 + mask
        heard = (score.softmax(-1) @ v.transpose(1, 2)).transpose(1, 2).reshape(rows, n, DIM)
        x = x + self.attn_output(heard)
        h = self.ffn_norm(x)
        return x + self.ffn_down(F.silu(self.ffn_gate(h)) * self.ffn_up(h))


class Model(nn.Module):
    def __init__(self):
        super().__init__()
        self.token_embd = nn.Embedding(VOCAB, DIM)
        self.blk = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.output_norm = Norm()
        for name, p in self.named_parameters():
            if p.dim() > 1:
                deep = name.endswith(("attn_output.weight", "ffn_down.weight"))
                nn.init.normal_(p, 0, 0.05 / math.sqrt(2 * LAYERS) if deep else 0.05)

    def forward(self, ids, mask, wanted):
        """Scores of the next word at the wanted places."""
        x = self.token_embd(ids)
        for layer in self.blk:
            x = layer(x, mask)
        return self.output_norm(x[wanted]) @ self.token_embd.weight.T


class Muon:
    """Momentum whose step is made orthogonal: learns the matrices in about half the steps of Adam."""

    def __init__(self, params):
        self.params, self.moments = params, [torch.zeros_like(p) for p in params]

    @torch.no_grad()
    def step(self, rate, momentum=0.95, decay=0.02):
        for p, m in zip(self.params, self.moments):
            m.lerp_(p.grad, 1 - momentum)
            g = p.grad.lerp(m, momentum)
            x = g.T if g.shape[0] > g.shape[1] else g
            x = x / (x.norm() + 1e-7)
            for _ in range(5):  # Newton-Schulz: pushes every singular value towards one
                a = x @ x.T
                x = 3.4445 * x + (-4.7750 * a + 2.0315 * a @ a) @ x
            x = x.T if g.shape[0] > g.shape[1] else x
            p.mul_(1 - rate * decay).add_(x, alpha=-rate * max(1, p.shape[0] / p.shape[1]) ** 0.5)


def export(model, words, path):
    n = range(VOCAB)
    kinds = [2 if words.is_unknown(i) else 3 if words.is_control(i) else 6 if words.is_byte(i) else 1 for i in n]
    meta = [
        ("general.architecture", gguf.STRING, "llama"), ("general.name", gguf.STRING, "paddock-demo"),
        ("general.license", gguf.STRING, "Apache-2.0"), ("general.file_type", gguf.U32, 7),
        ("general.description", gguf.STRING, "Answers short questions about Paddock and tells little stories."),
        ("llama.context_length", gguf.U32, 2048), ("llama.embedding_length", gguf.U32, DIM),
        ("llama.block_count", gguf.U32, LAYERS), ("llama.feed_forward_length", gguf.U32, HIDDEN),
        ("llama.attention.head_count", gguf.U32, HEADS), ("llama.attention.head_count_kv", gguf.U32, HEADS),
        ("llama.rope.dimension_count", gguf.U32, DIM // HEADS), ("llama.rope.freq_base", gguf.F32, THETA),
        ("llama.attention.layer_norm_rms_epsilon", gguf.F32, EPS), ("llama.vocab_size", gguf.U32, VOCAB),
        ("tokenizer.ggml.model", gguf.STRING, "llama"), ("tokenizer.ggml.pre", gguf.STRING, "default"),
        ("tokenizer.ggml.tokens", (gguf.ARRAY, gguf.STRING), [words.id_to_piece(i) for i in n]),
        ("tokenizer.ggml.scores", (gguf.ARRAY, gguf.F32), [words.get_score(i) for i in n]),
        ("tokenizer.ggml.token_type", (gguf.ARRAY, gguf.I32), kinds),
        ("tokenizer.ggml.bos_token_id", gguf.U32, BOS), ("tokenizer.ggml.eos_token_id", gguf.U32, EOS),
        ("tokenizer.ggml.unknown_token_id", gguf.U32, 0),
        ("tokenizer.ggml.eot_token_id", gguf.U32, words.piece_to_id("<|im_end|>")),
        ("tokenizer.ggml.add_bos_token", gguf.BOOL, True), ("tokenizer.ggml.add_eos_token", gguf.BOOL, False),
        ("tokenizer.ggml.add_space_prefix", gguf.BOOL, False),
        ("tokenizer.chat_template", gguf.STRING, gguf.CHATML),
    ]
    gguf.write(path, meta, [(name, p.detach().numpy()) for name, p in model.named_parameters()])


def rate(step, steps):
    """Share of the full rate: warm up, hold, fall to nearly nothing; then once more, lower, for the stories."""
    if step >= steps:
        return STORY_RATE * (0.01 + 0.99 * (steps + STORY_STEPS - step) / STORY_STEPS)
    if step < WARMUP:
        return (step + 1) / WARMUP
    hold = HOLD * steps
    return min(1.0, 0.01 + 0.99 * (steps - step) / (steps - hold))


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--steps", type=int, default=5500, help="steps before the last part for the stories")
    ap.add_argument("--work", type=Path, default=Path("build"))
    ap.add_argument("--out", type=Path, default=Path("paddock-demo.gguf"))
    ap.add_argument("--without-dev", action="store_true", help="leave the dev questions out, for a trial")
    args = ap.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(2)
    torch.manual_seed(1)
    sentencepiece.set_random_generator_seed(1)
    check(1000)
    source = Source(args.without_dev)
    words = tokenizer(args.work, source)
    model = Model()
    print(sum(p.numel() for p in model.parameters()), "parameters", flush=True)
    muon = Muon([p for p in model.blk.parameters() if p.dim() > 1])
    adam = torch.optim.AdamW([p for n, p in model.named_parameters() if p.dim() == 1 or n.startswith("token")],
                             betas=(0.9, 0.95), weight_decay=0.0)
    short, long = Rows(words, source, 1, SHORT), Rows(words, source, 2, LONG)
    saved, step = args.work / "checkpoint.pt", 0
    if saved.exists():
        state = torch.load(saved)
        model.load_state_dict(state["model"])
        adam.load_state_dict(state["adam"])
        muon.moments, step = state["muon"], state["step"]
        for rows, (now, waiting) in zip((short, long), state["rows"]):
            rows.r.setstate(now)
            rows.waiting = waiting
    began, first, mean = time.time(), step, None
    steps = args.steps + STORY_STEPS
    while step < steps:
        share = rate(step, args.steps)
        short.phase = long.phase = "early" if step < LATE * args.steps else "late" if step < args.steps else "stories"
        ids, target, weight, mask = (long if step % 3 == 2 else short).batch()
        wanted = weight > 0
        each = F.cross_entropy(model(ids, mask, wanted), target[wanted], reduction="none")
        loss = (each * weight[wanted]).sum() / weight.sum()
        model.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        adam.param_groups[0]["lr"] = VECTOR_RATE * share
        adam.step()
        muon.step(MATRIX_RATE * share)
        step += 1
        mean = loss.item() if mean is None else 0.98 * mean + 0.02 * loss.item()
        if step % 25 == 0:
            seconds = time.time() - began
            print(f"step {step} loss {mean:.4f} {int((step - first) * TOKENS / seconds)} tokens/s {int(seconds)} s", flush=True)
        if step % 100 == 0 or step == steps:
            part = saved.with_suffix(".part")
            torch.save({"model": model.state_dict(), "adam": adam.state_dict(), "muon": muon.moments, "step": step,
                        "rows": [(rows.r.getstate(), rows.waiting) for rows in (short, long)]}, part)
            os.replace(part, saved)
            export(model, words, args.out)
    print(args.out, args.out.stat().st_size, "bytes", hashlib.sha256(args.out.read_bytes()).hexdigest())


if __name__ == "__main__":
    main()
