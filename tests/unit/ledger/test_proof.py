"""Proofs (RFC 9162 2.1.3, 2.1.4; C2SP tlog-proof)."""

import hashlib

import pytest

from checklist.errors import LedgerError, TamperError
from checklist.ledger.proof import (
    TlogProof,
    frontier_hashes,
    make_consistency,
    make_inclusion,
    read_tlog_proof,
    subtree_root,
    verify_consistency,
    verify_inclusion,
)
from checklist.ledger.tree import Frontier, extend, leaf_hash, root_of

SIZE = 40
LEAVES = [leaf_hash(bytes([i])) for i in range(SIZE)]
NODES = {(0, i): leaf for i, leaf in enumerate(LEAVES)}
_frontier = Frontier()
for _leaf in LEAVES:
    _frontier, _completed = extend(_frontier, _leaf)
    NODES.update({(level, index): node for level, index, node in _completed})
ROOTS = [root_of(LEAVES[:size]) for size in range(SIZE + 1)]
OTHER = hashlib.sha256(b"other").digest()


def node(level, index):
    return NODES.get((level, index))


def mutants(path):
    """Every path with one hash dropped, doubled, changed, cut short or swapped with the next."""
    for at in range(len(path)):
        yield path[:at] + path[at + 1 :]
        yield (*path[:at], path[at], *path[at:])
        yield (*path[:at], OTHER, *path[at + 1 :])
        yield (*path[:at], path[at][:31], *path[at + 1 :])
        if at + 1 < len(path) and path[at] != path[at + 1]:
            yield (*path[:at], path[at + 1], path[at], *path[at + 2 :])
    yield (*path, OTHER)


def test_every_inclusion_proof():
    """Every leaf of every tree up to 40 leaves has a proof, and it verifies."""
    for size in range(1, SIZE + 1):
        for index in range(size):
            path = make_inclusion(node, index, size)
            assert len(path) <= (size - 1).bit_length()
            verify_inclusion(LEAVES[index], index, size, path, ROOTS[size])


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 21, 40])
def test_inclusion_mutants(size):
    """No altered inclusion proof verifies: another path, index, size, leaf or root."""
    for index in range(size):
        path, leaf, root = make_inclusion(node, index, size), LEAVES[index], ROOTS[size]
        forged = [(leaf, index, size, wrong, root) for wrong in mutants(path)]
        forged += [(leaf, other, size, path, root) for other in range(-1, size + 1) if other != index]
        forged += [(OTHER, index, size, path, root), (leaf, index, size, path, OTHER), (b"", index, size, path, root)]
        for attempt in forged:
            with pytest.raises(TamperError, match=r"proof\.inclusion"):
                verify_inclusion(*attempt)


def test_every_consistency_proof():
    """Every pair of trees up to 40 leaves has a consistency proof, and it verifies."""
    for new in range(1, SIZE + 1):
        for old in range(1, new + 1):
            path = make_consistency(node, old, new)
            verify_consistency(old, ROOTS[old], new, ROOTS[new], path)


@pytest.mark.parametrize(("old", "new"), [(1, 2), (3, 7), (4, 8), (6, 8), (7, 40), (32, 40), (39, 40), (5, 5)])
def test_consistency_mutants(old, new):
    """No altered consistency proof verifies: another path, size or root."""
    path = make_consistency(node, old, new)
    forged = [(old, ROOTS[old], new, ROOTS[new], wrong) for wrong in mutants(path)]
    forged += [(old, OTHER, new, ROOTS[new], path), (old, ROOTS[old], new, OTHER, path)]
    forged += [(other, ROOTS[old], new, ROOTS[new], path) for other in range(-1, new + 2) if other != old]
    for attempt in forged:
        with pytest.raises(TamperError, match=r"proof\.consistency"):
            verify_consistency(*attempt)


def test_proofs_need_a_range():
    """No proof is made for a leaf that is not there, nor from an empty tree."""
    for work in (lambda: make_inclusion(node, 3, 3), lambda: make_consistency(node, 0, 3)):
        with pytest.raises(LedgerError, match=r"proof\.range"):
            work()


def test_missing_node():
    """A node that should be there and is not is an error of the store, not a wrong proof."""
    with pytest.raises(LedgerError, match=r"proof\.node"):
        subtree_root(lambda _level, _index: None, 0, 4)


def test_frontier_from_nodes():
    """The stored nodes give the frontier of every earlier size."""
    frontier = Frontier()
    for size, leaf in enumerate(LEAVES):
        assert frontier_hashes(node, size) == frontier.hashes
        frontier, _nodes = extend(frontier, leaf)


def test_tlog_proof_text(vectors):
    """A tlog-proof has the lines of C2SP and reads back."""
    note = vectors.key.sign(vectors.heads[8])
    proof = TlogProof(b"header", 5, make_inclusion(node, 5, 8), note)
    lines = proof.text.split("\n")
    assert lines[:3] == ["c2sp.org/tlog-proof@v1", "extra aGVhZGVy", "index 5"]
    assert lines[6] == ""
    assert "\n".join(lines[7:]) == note
    assert read_tlog_proof(proof.text) == proof
    bare = TlogProof(b"", 0, (), note)
    assert bare.text.startswith("c2sp.org/tlog-proof@v1\nindex 0\n\n")
    assert read_tlog_proof(bare.text) == bare


@pytest.mark.parametrize(
    "text",
    [
        "",
        "c2sp.org/tlog-proof@v1",
        "c2sp.org/tlog-proof@v1\n\nnote",
        "c2sp.org/tlog-proof@v1\nindex 01\n\nnote\n",
        "c2sp.org/tlog-proof@v1\nextra \nindex 0\n\nnote\n",
        "c2sp.org/tlog-proof@v1\nextra !!\nindex 0\n\nnote\n",
        "c2sp.org/tlog-proof@v1\nindex 0\nAAAA\n\nnote\n",
        "c2sp.org/tlog-proof@v2\nindex 0\n\nnote\n",
        "c2sp.org/tlog-proof@v1\nindex 0\n\n",
        "c2sp.org/tlog-proof@v1\nextra YQ==\n\nnote\n",
        "c2sp.org/tlog-proof@v1\nextra YR==\nindex 0\n\nnote\n",
    ],
)
def test_tlog_proof_refused(text):
    """A text that is not exactly a tlog-proof is refused."""
    with pytest.raises(TamperError):
        read_tlog_proof(text)
