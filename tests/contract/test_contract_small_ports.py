"""What every ``Secrets``, ``Drafts``, ``KeyStore`` and ``CheckpointFile`` must do."""

from __future__ import annotations

from checklist.service.ports import Draft, PinRecord


def test_pin(ports):
    """SEC-042 A PIN record is kept with its failures, and the newest one counts."""
    assert ports.secrets.pin("u-1") is None
    ports.secrets.put_pin("u-1", PinRecord("$argon2id$a"))
    ports.secrets.put_pin("u-1", PinRecord("$argon2id$a", failures=3, failed_ms=77))
    assert ports.secrets.pin("u-1") == PinRecord("$argon2id$a", failures=3, failed_ms=77)
    assert ports.secrets.pin("u-2") is None


def test_drafts(ports):
    """A line has one draft, drafts come oldest first, dropping takes one line or a whole session."""
    first, second = Draft("s-1", "pre.bp", "13", 1), Draft("s-1", "pre.note", "cal", 2)
    other = Draft("s-2", "pre.bp", "9", 3)
    for draft in (second, first, other, Draft("s-1", "pre.note", "calm", 5)):
        ports.drafts.put_draft(draft)
    assert ports.drafts.drafts("s-1") == (first, Draft("s-1", "pre.note", "calm", 5))
    ports.drafts.drop_drafts("s-1", "pre.bp")
    assert [draft.link_id for draft in ports.drafts.drafts("s-1")] == ["pre.note"]
    ports.drafts.drop_drafts("s-1")
    ports.drafts.drop_drafts("s-1", "never")
    assert ports.drafts.drafts("s-1") == ()
    assert ports.drafts.drafts("s-2") == (other,)


def test_keystore(ports):
    """D28 A secret comes back as it was put, the newest one under a name, and the place is said in words."""
    assert ports.keystore.get("log-key") is None
    for secret in (b"\x00\xff" * 16, b"", bytes(range(32))):
        ports.keystore.put("log-key", secret)
        assert ports.keystore.get("log-key") == secret
    assert ports.keystore.get("other") is None
    assert ports.keystore.weak is True
    assert ports.keystore.place


def test_checkpoint_file(ports):
    """The newest signed note comes back exactly."""
    assert ports.checkpoint_file.newest() is None
    for size in (1, 20):
        note = f"log/1\n{size}\nAAAA=\n\n— log/1 BBBB=\n— witness CCCC=\n"
        ports.checkpoint_file.append(note)
        assert ports.checkpoint_file.newest() == note
