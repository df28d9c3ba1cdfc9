"""The tree (RFC 9162 2.1)."""

import hashlib

import pytest

from checklist.ledger.tree import (
    EMPTY_ROOT,
    Builder,
    Frontier,
    extend,
    fold,
    leaf_hash,
    node_hash,
    root_of,
    session_root,
)

LEAVES = [leaf_hash(bytes([i])) for i in range(40)]


def recursive_root(leaves):
    """RFC 9162 2.1.1 written down as it stands."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return node_hash(recursive_root(leaves[:split]), recursive_root(leaves[split:]))


def test_roots_are_those_of_the_definition():
    """Every root up to 40 leaves is the one of the recursive definition, by each of the three ways."""
    frontier, builder = Frontier(), Builder()
    for size in range(41):
        expected = recursive_root(LEAVES[:size])
        assert frontier.root == builder.root == root_of(LEAVES[:size]) == expected
        assert session_root(iter(LEAVES[:size])) == expected
        assert builder.frontier == frontier
        assert frontier.sound
        if size < 40:
            frontier, _nodes = extend(frontier, LEAVES[size])
            builder.add(LEAVES[size])


def test_completed_nodes():
    """Adding a leaf gives exactly the perfect subtrees it completes, each the root over its leaves."""
    frontier, found = Frontier(), {}
    for leaf in LEAVES:
        frontier, nodes = extend(frontier, leaf)
        for level, index, node in nodes:
            found[level, index] = node
            assert (index + 1) << level == frontier.size
    expected = {(lv, i) for lv in range(1, 6) for i in range(40 >> lv)}
    assert set(found) == expected
    for (level, index), node in found.items():
        assert node == recursive_root(LEAVES[index << level : (index + 1) << level])


def test_builder_goes_on_from_a_frontier():
    """A builder that starts in the middle reaches the same root."""
    first = Builder()
    for leaf in LEAVES[:13]:
        first.add(leaf)
    second = Builder(first.frontier)
    for leaf in LEAVES[13:]:
        second.add(leaf)
    assert second.root == recursive_root(LEAVES)


def test_empty_fold():
    """Folding nothing gives the empty root."""
    assert fold(()) == EMPTY_ROOT


@pytest.mark.parametrize(
    "frontier", [Frontier(1), Frontier(0, (b"x" * 32,)), Frontier(3, (b"x" * 32, b"x")), Frontier(-1, (b"x" * 32,))]
)
def test_unsound_frontier(frontier):
    """A frontier whose hashes do not fit its size is not sound."""
    assert not frontier.sound
