"""Proofs in trees of any size, and forged ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checklist.errors import TamperError
from checklist.ledger.proof import make_consistency, make_inclusion, verify_consistency, verify_inclusion
from checklist.ledger.tree import Frontier, extend, fold, leaf_hash

LARGEST = 5000
sizes = st.integers(1, LARGEST)


def _grow():
    frontier, nodes, roots = Frontier(), {}, [b""]
    for i in range(LARGEST):
        leaf = leaf_hash(str(i).encode())
        frontier, completed = extend(frontier, leaf)
        nodes[0, i] = leaf
        nodes |= {(level, index): node for level, index, node in completed}
        roots.append(frontier.hashes)
    return nodes, roots


NODES, HASHES = _grow()


def node(level, index):
    return NODES.get((level, index))


def _mutate(data, path):
    path = list(path)
    at = data.draw(st.integers(0, max(0, len(path) - 1)))
    match data.draw(st.sampled_from(["drop", "add", "swap", "flip"] if len(path) > 1 else ["add"])):
        case "drop":
            del path[at]
        case "add":
            path.insert(at, data.draw(st.binary(min_size=32, max_size=32)))
        case "swap":
            other = (at + 1) % len(path)
            path[at], path[other] = path[other], path[at]
        case "flip":
            byte = data.draw(st.integers(0, 31))
            path[at] = path[at][:byte] + bytes([path[at][byte] ^ 1]) + path[at][byte + 1 :]
    return path


@given(sizes, st.data())
def test_inclusion(size, data):
    """12.6 The proof of any leaf of any tree verifies; a mutant of it, or another position, is refused."""
    index = data.draw(st.integers(0, size - 1))
    path, root = make_inclusion(node, index, size), fold(HASHES[size])
    verify_inclusion(NODES[0, index], index, size, path, root)
    with pytest.raises(TamperError):
        verify_inclusion(NODES[0, index], index, size, _mutate(data, path), root)
    other = data.draw(st.integers(0, size))
    if other != index:
        with pytest.raises(TamperError):
            verify_inclusion(NODES[0, index], other, size, path, root)


@given(sizes, st.data())
def test_consistency(new, data):
    """12.6 The proof that any tree grew from any smaller one verifies; a mutant, or another size, is refused."""
    old = data.draw(st.integers(1, new))
    path, old_root, new_root = make_consistency(node, old, new), fold(HASHES[old]), fold(HASHES[new])
    verify_consistency(old, old_root, new, new_root, path)
    with pytest.raises(TamperError):
        verify_consistency(old, old_root, new, new_root, _mutate(data, path))
    other = data.draw(st.integers(0, new))
    if other != old:
        with pytest.raises(TamperError):
            verify_consistency(other, old_root, new, new_root, path)
