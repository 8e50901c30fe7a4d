#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Reads a sealed cycle by docs/format.md alone: prints each record's bytes as hexadecimal digits, a line
each, and at the end the seal's text. Needs the zstd command. Fails where anything is not as it should be."""
import hashlib
import json
import struct
import subprocess
import sys

CRC_TABLE = []
for byte in range(256):
    for _ in range(8):
        byte = byte >> 1 ^ (0x82F63B78 if byte & 1 else 0)
    CRC_TABLE.append(byte)


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc = crc >> 8 ^ CRC_TABLE[(crc ^ byte) & 0xFF]
    return crc ^ 0xFFFFFFFF


def rows_of(columns, at, count, words):
    """The rows of a group, and where its planes end. Words: (reference, planes there) of each."""
    rows = [[] for _ in range(count)]
    values = [[0] * count for _ in words]
    for word, (_, there) in enumerate(words):
        for plane in range(8):
            if there >> plane & 1:
                for row in range(count):
                    values[word][row] |= columns[at + row] << 8 * plane
                at += count
    last_of_cpu, last_of_key = {}, {}
    for row in range(count):
        before = rows[row - 1] if row else None
        # Word 0 never goes by the CPU, and words up to 3 never by the key.
        for word, (reference, _) in enumerate(words):
            if word == 1:
                cpu = rows[row][0] >> 32
                by_cpu = last_of_cpu.get(cpu, before)
                last_of_cpu[cpu] = rows[row]
            if word == 4:
                key = rows[row][3]
                by_key = last_of_key.get(key, before)
                last_of_key[key] = rows[row]
            earlier = None if reference == 0 else before if reference == 1 else by_cpu if reference == 2 else by_key
            rows[row].append(values[word][row] + (earlier[word] if earlier else 0) & 0xFFFFFFFFFFFFFFFF)
    return [struct.pack("<%dQ" % len(words), *row) for row in rows], at


def batches_of(columns):
    """The batches of a block, each: its bytes, its records."""
    records, groups = struct.unpack_from("<II", columns)
    at, sizes = 8, []
    for _ in range(groups):
        count, length = struct.unpack_from("<II", columns, at)
        at += 8
        sizes.append((count, [(columns[at + 2 * w], columns[at + 2 * w + 1]) for w in range(length // 8)]))
        at += length // 4
    order = list(columns[at:at + records])
    at += records
    if groups - 2 > 256:
        order = [low | high << 8 for low, high in zip(order, columns[at:at + records])]
        at += records
    rows = []
    for count, words in sizes:
        group, at = rows_of(columns, at, count, words)
        rows.append(iter(group))
    order = iter(order)
    for head in rows[0]:
        cpus, (size,), (rest,) = struct.unpack_from("<H", head, 6)[0], *(struct.unpack_from("<I", head, o) for o in (12, 36))
        found, length = [], 0
        while length < size - rest:
            found.append(next(rows[2 + next(order)]))
            length += len(found[-1])
        behind = columns[at:at + rest]
        at += rest
        body = b"".join(found) + behind + b"".join(next(rows[1]) for _ in range(cpus))
        assert crc32c(head[:32] + body) == struct.unpack_from("<I", head, 32)[0], "a batch's CRC"
        yield head[:36] + body, found
    assert at == len(columns), "bytes behind the columns"


def main(path):
    data = open(path, "rb").read()
    magic, version, _, cycle, _ = struct.unpack_from("<4sHHII", data)
    assert (magic, version) == (b"TCAP", 1), "the head"
    at, batches = 32, 0
    while data[at:at + 4] == b"TCBK":
        payload, content, count = struct.unpack_from("<III", data, at + 4)
        frame = data[at + 36:at + 36 + payload]
        assert crc32c(data[at:at + 32] + frame) == struct.unpack_from("<I", data, at + 32)[0], "a block's CRC"
        columns = subprocess.run(["zstd", "-dcq"], input=frame, stdout=subprocess.PIPE, check=True).stdout
        made = list(batches_of(columns))
        assert (sum(len(batch) for batch, _ in made), len(made)) == (content, count), "a block's lengths"
        for _, records in made:
            for record in records:
                print(record.hex())
        batches += count
        at += 36 + payload
    magic, length, crc = struct.unpack_from("<4sII", data, at)
    text = data[at + 12:at + 12 + length]
    assert magic == b"TCSL" and crc == crc32c(text), "the seal"
    seal = json.loads(text)
    assert seal["content"] == hashlib.sha256(data[:at]).hexdigest(), "the hash of the content"
    assert (seal["cycle"], seal["batches"]) == (cycle, batches), "what the seal counts"
    print(text.decode())


main(sys.argv[1])
