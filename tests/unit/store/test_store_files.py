"""Key slots, key stores, the checkpoint file, and folders that are refused."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import keyring.backend
import keyring.errors
import pytest

from checklist.errors import LedgerError
from checklist.service.memory_ports import MemoryKeyStore
from checklist.store import durable_file, folder, key_slots
from checklist.store.checkpoint_file import FileCheckpoints
from checklist.store.keystore import FileKeyStore, SystemKeyStore, find_keystore

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="modes of POSIX")
NOTE = "log/1\n{}\nAAAA=\n\n— log/1 BBBB=\n"


def code_of(act, *args):
    with pytest.raises(LedgerError) as caught:
        act(*args)
    return caught.value.code


class KeyringStandIn(keyring.backend.KeyringBackend):
    """A backend that keeps, forgets, or fails."""

    priority = 1

    def __init__(self, fault=""):
        super().__init__()
        self.kept = {}
        self.fault = fault

    def get_password(self, service, username):
        if self.fault == "locked":
            raise keyring.errors.KeyringLocked
        if self.fault == "unreadable":
            raise keyring.errors.InitError
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        if self.fault == "unwritable":
            raise keyring.errors.PasswordSetError
        if self.fault != "forgetful":
            self.kept[service, username] = password

    def delete_password(self, service, username):
        del self.kept[service, username]


def test_slot_opens_with_its_secret_only(tmp_path):
    """D28 The database key comes back with the device secret, and with no other."""
    keystore = MemoryKeyStore()
    key = key_slots.create(tmp_path / "k.json", keystore)
    assert len(key) == 32
    assert key_slots.unlock(tmp_path / "k.json", keystore) == key
    assert key_slots.create(tmp_path / "k.json", keystore) == key
    assert code_of(key_slots.unlock, tmp_path / "k.json", MemoryKeyStore()) == "store.key"


def test_slot_file_holds_no_secret(tmp_path):
    """D28 Neither the database key nor the device secret stands in the key file."""
    keystore = MemoryKeyStore()
    key = key_slots.create(tmp_path / "k.json", keystore)
    data = (tmp_path / "k.json").read_bytes()
    (secret,) = keystore._secrets.values()
    import base64

    for hidden in (key, secret):
        assert hidden not in data
        assert hidden.hex().encode() not in data
        assert base64.b64encode(hidden) not in data


@pytest.mark.parametrize("damage", ["", "{}", "[]", '{"v":1,"store":"a","slots":[]}'])
def test_damaged_slot_file(tmp_path, damage):
    """A key file that is none is refused."""
    (tmp_path / "k.json").write_text(damage)
    keystore = MemoryKeyStore()
    keystore.put("device-secret/a", bytes(32))
    assert code_of(key_slots.unlock, tmp_path / "k.json", keystore) == "store.key"


def test_every_changed_byte_of_a_slot_is_refused(tmp_path):
    """A key file with one changed character never gives a wrong key."""
    keystore = MemoryKeyStore()
    path = tmp_path / "k.json"
    key = key_slots.create(path, keystore)
    data = path.read_bytes()
    for at in range(0, len(data), 3):
        path.write_bytes(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        try:
            assert key_slots.unlock(path, keystore) == key
        except LedgerError as error:
            assert error.code == "store.key"


def test_keystore_of_the_system():
    """D28 A secret kept by the system comes back, and its place is named."""
    keystore = SystemKeyStore(KeyringStandIn())
    keystore.put("log-key", b"\x00\xff")
    assert keystore.get("log-key") == b"\x00\xff"
    assert keystore.get("other") is None
    assert keystore.weak is False
    assert keystore.place


@pytest.mark.parametrize(
    ("fault", "act"),
    [("locked", "get"), ("unreadable", "get"), ("unwritable", "put")],
)
def test_keystore_errors(fault, act):
    """Trouble with the system's key store has a code of its own."""
    keystore = SystemKeyStore(KeyringStandIn(fault))
    args = ("log-key",) if act == "get" else ("log-key", b"x")
    assert code_of(getattr(keystore, act), *args) == f"keystore.{fault}"


def test_forgetful_keystore():
    """A key store that accepts a secret and does not keep it is found out at once."""
    assert code_of(SystemKeyStore(KeyringStandIn("forgetful")).put, "a", b"b") == "keystore.unwritable"


@pytest.mark.parametrize("backend", ["fail", "null", "ours"])
def test_unsafe_backends_are_not_used(tmp_path, monkeypatch, backend):
    """D28 A backend that keeps nothing or is not the system's own is passed over for the owner-only file."""
    import keyring.backends.fail
    import keyring.backends.null

    found = {
        "fail": keyring.backends.fail.Keyring,
        "null": keyring.backends.null.Keyring,
        "ours": KeyringStandIn,
    }[backend]()
    monkeypatch.setattr(keyring, "get_keyring", lambda: found)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    real = find_keystore(tmp_path / "data", practice=False)
    practice = find_keystore(tmp_path / "data", practice=True)
    assert real.weak
    assert practice.weak
    assert str(tmp_path / "data") not in real.place
    assert str(tmp_path / "data") in practice.place


@POSIX
def test_file_of_secrets_is_its_owners(tmp_path):
    """D28 The file of secrets and its folder are readable by their owner only."""
    path = tmp_path / "config" / "chairside.secrets.json"
    keystore = FileKeyStore(path)
    keystore.put("a", b"1")
    keystore.put("b", b"2")
    assert (keystore.get("a"), keystore.get("b")) == (b"1", b"2")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert [one.name for one in path.parent.iterdir()] == [path.name]


@POSIX
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o606])
def test_file_others_can_read(tmp_path, mode):
    """D28 A file of secrets that others can read or write is refused, for reading and for adding."""
    path = tmp_path / "chairside.secrets.json"
    FileKeyStore(path).put("a", b"1")
    path.chmod(mode)
    assert code_of(FileKeyStore(path).get, "a") == "keystore.unreadable"
    assert code_of(FileKeyStore(path).put, "b", b"2") == "keystore.unreadable"


@POSIX
def test_linked_file_of_secrets(tmp_path):
    """A symbolic link in place of the file of secrets is refused."""
    FileKeyStore(tmp_path / "real.json").put("a", b"1")
    (tmp_path / "link.json").symlink_to(tmp_path / "real.json")
    assert code_of(FileKeyStore(tmp_path / "link.json").get, "a") == "keystore.unreadable"


@pytest.mark.parametrize("content", ["", "[]", '{"a":1}', '{"a":"?"}'])
def test_damaged_file_of_secrets(tmp_path, content):
    """A damaged file of secrets is refused, never replaced by an empty one."""
    path = tmp_path / "chairside.secrets.json"
    path.write_text(content)
    path.chmod(0o600)
    assert code_of(FileKeyStore(path).get, "a") == "keystore.unreadable"
    assert path.read_text() == content


def test_unwritable_places(tmp_path):
    """A place that cannot be written has a code of its own, for secrets, keys and checkpoints."""
    (tmp_path / "file").write_text("")
    below = tmp_path / "file" / "x"
    assert code_of(FileKeyStore(below).put, "a", b"1") in {"keystore.unwritable", "keystore.unreadable"}
    assert code_of(FileCheckpoints(below).append, "note\n") == "store.checkpoint-file"
    assert code_of(key_slots.create, below, MemoryKeyStore()) == "store.io"


def test_write_whole_replaces_leftovers(tmp_path):
    """A file left half written by a killed program is no obstacle, and never the content."""
    path = tmp_path / "f"
    durable_file.write_whole(path, b"old")
    (tmp_path / "f.new").write_bytes(b"ha")
    durable_file.write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    assert [one.name for one in tmp_path.iterdir()] == ["f"]


@pytest.mark.parametrize("cut", range(1, len(NOTE.format(2).encode()) + 1))
def test_torn_note(tmp_path, cut):
    """7.16 A note torn at any byte is not taken for one, and the next note is found behind it."""
    path = tmp_path / "checkpoints.txt"
    file = FileCheckpoints(path)
    file.append(NOTE.format(1))
    whole = path.read_bytes()
    with path.open("ab") as end:
        end.write((NOTE.format(2).encode() + b"\n")[:cut])
    assert file.newest() in {NOTE.format(1), NOTE.format(2)}
    if cut < len(NOTE.format(2).encode()):
        assert file.newest() == NOTE.format(1)
    file.append(NOTE.format(3))
    assert file.newest() == NOTE.format(3)
    assert path.read_bytes().startswith(whole)


def test_torn_note_stays_torn(tmp_path):
    """7.16 A torn note followed by another torn one does not become the newest."""
    path = tmp_path / "checkpoints.txt"
    FileCheckpoints(path).append(NOTE.format(1))
    with path.open("ab") as end:
        end.write(NOTE.format(2).encode()[:-4] + b"\n# torn\n\n" + NOTE.format(3).encode()[:9])
    assert FileCheckpoints(path).newest() == NOTE.format(1)


@pytest.mark.parametrize("kind", ["nfs", "nfs4", "cifs", "fuse.sshfs", "9p"])
def test_network_folder(kind):
    """SEC-069 A folder on a network disk is refused with the reason."""
    mounts = f"/dev/sda / ext4 rw 0 0\nserver:/x /mnt/my\\040share {kind} rw 0 0\n"
    with pytest.raises(LedgerError) as caught:
        folder.refuse_unfit(Path("/mnt/my share/clinic"), mounts)
    assert (caught.value.code, caught.value.params["reason"]) == ("store.network-folder", kind)
    folder.refuse_unfit(Path("/mnt/my"), mounts)


def test_local_disk_inside_network_disk():
    """SEC-069 The innermost mount decides, and of two on one place the later."""
    mounts = "s:/ /mnt nfs rw 0 0\n/dev/sdb /mnt/disk ext4 rw 0 0\n/dev/sdc /data ext4 rw 0 0\ns:/ /data nfs rw 0 0\n"
    folder.refuse_unfit(Path("/mnt/disk/clinic"), mounts)
    assert code_of(folder.refuse_unfit, Path("/data/clinic"), mounts) == "store.network-folder"


@pytest.mark.parametrize("name", ["Dropbox", "OneDrive", "OneDrive - Hill Clinic", "Google Drive", "Nextcloud"])
def test_synced_folder(tmp_path, name):
    """SEC-069 A folder that a sync program copies is refused with the reason."""
    with pytest.raises(LedgerError) as caught:
        folder.refuse_unfit(tmp_path / name / "clinic", "")
    assert (caught.value.code, caught.value.params["reason"]) == ("store.synced-folder", name)


def test_sync_marker(tmp_path):
    """SEC-069 A folder marked by a sync program is refused whatever its name."""
    (tmp_path / ".stfolder").mkdir()
    assert code_of(folder.refuse_unfit, tmp_path / "clinic", "") == "store.synced-folder"


def test_like_a_synced_folder(tmp_path):
    """A name that only begins like that of a sync program is no reason."""
    folder.refuse_unfit(tmp_path / "dropboxes", "")
