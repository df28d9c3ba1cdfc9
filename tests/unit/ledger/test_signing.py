"""Signed notes, checkpoints and keys (C2SP signed-note, tlog-checkpoint)."""

import base64

import pytest

from checklist.errors import TamperError
from checklist.ledger.batch import Head
from checklist.ledger.checkpoint import read_checkpoint, read_note, split_notes, write_note
from checklist.ledger.signing import LogKey, Vkey, open_checkpoint, read_cosignature, read_vkey


@pytest.fixture
def note(vectors):
    return vectors.key.sign(vectors.heads[8])


def test_other_lines_are_ignored(note, vectors):
    """Lines of keys that are not ours are ignored, as C2SP asks."""
    other = "— someone.else " + base64.b64encode(b"x" * 70).decode() + "\n"
    assert open_checkpoint(note + other, vectors.key.vkey).size == 8
    assert write_note(read_note(note + other)) == note + other


def test_another_key_is_not_believed(note):
    """6.3 A right signature by a key that is not the trusted one proves nothing."""
    other = LogKey("chairside.example/clinic-7/ws-03/1", b"k" * 32)
    with pytest.raises(TamperError, match=r"note\.key"):
        open_checkpoint(note, other.vkey)


def test_two_lines_of_one_key(note, vectors):
    """A note with two lines of the trusted key is refused."""
    with pytest.raises(TamperError, match=r"note\.key"):
        open_checkpoint(note + note.rpartition("\n\n")[2], vectors.key.vkey)


def test_every_changed_character_is_found(note, vectors):
    """No checkpoint with one character changed opens."""
    for at, char in enumerate(note):
        changed = note[:at] + ("B" if char != "B" else "C") + note[at + 1 :]
        with pytest.raises(TamperError):
            open_checkpoint(changed, vectors.key.vkey)


def test_key_signs_its_own_log_only(vectors):
    """A log key refuses to sign the head of another log."""
    with pytest.raises(ValueError, match="own log"):
        vectors.key.sign(Head("another.example/c/w/1"))


@pytest.mark.parametrize(
    "body",
    [
        "",
        "o\n8\n",
        "o\n8\nAAAA\n",
        "o\n08\n{root}\n",
        "o\n-1\n{root}\n",
        "\n8\n{root}\n",
        "o\n8\n{root}\nextra\n",
        "o o\n8\n{root}\n",
        "o\n8\n{root}",
        "o\n8\n{loose}\n",
    ],
)
def test_checkpoint_form(body):
    """A checkpoint is exactly three lines, with one way to write each."""
    root = base64.b64encode(b"r" * 32).decode()
    with pytest.raises(TamperError, match=r"note\.form"):
        read_checkpoint(body.format(root=root, loose=root[:-2] + "J="))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "body\n",
        "body\n\n",
        "body\n\nno dash AAAA\n",
        "body\n\n— name !!!\n",
        "body\n\n— name AAAA\n",
        "b\n\n— n QUFBQUE=",
        "body\n\n— na+me QUFBQUE=\n",
        "b\n\n" + "— n QUFBQUE=\n" * 2000,
    ],
)
def test_note_form(text):
    """A text that is not a signed note is refused."""
    with pytest.raises(TamperError, match=r"note\.form"):
        read_note(text)


def test_split_notes(note):
    """A file of notes is split into the same notes; one that is cut is refused."""
    assert split_notes(note + "\n" + note) == (note, note)
    assert split_notes("") == ()
    for wrong in (note[:-1], note + "\n", note + "\n" + note.split("\n\n")[0] + "\n"):
        with pytest.raises(TamperError, match=r"note\.form"):
            split_notes(wrong)


@pytest.mark.parametrize("change", ["name", "id", "kind", "short"])
def test_vkey_refused(vectors, change):
    """A verifier key with another name, id, kind or length is refused."""
    name, key_id, coded = vectors.key.vkey.text.split("+", 2)
    raw = base64.b64decode(coded)
    text = {
        "name": f"x{name}+{key_id}+{coded}",
        "id": f"{name}+00000000+{coded}",
        "kind": Vkey(name, 2, raw[1:]).text,
        "short": f"{name}+{key_id}+{coded[:-4]}",
    }[change]
    with pytest.raises(TamperError, match=r"key\.form"):
        read_vkey(text)


def test_cosignature_refused(note, vectors):
    """A note without the witness's line is not cosigned, and a log key is no witness."""
    witness = Vkey("w.example", 4, b"p" * 32)
    for vkey in (witness, vectors.key.vkey):
        with pytest.raises(TamperError, match=r"note\.key"):
            read_cosignature(read_note(note), vkey)


def test_fingerprint(vectors):
    """The fingerprint is 16 hex digits in fours."""
    assert [len(part) for part in vectors.key.vkey.fingerprint.split(" ")] == [4, 4, 4, 4]
