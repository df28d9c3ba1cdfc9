"""The test vectors of ``ledger-and-security`` 7.20, and the example of C2SP signed-note."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from checklist.ledger.checkpoint import Note, Signature, read_checkpoint, read_note, write_note
from checklist.ledger.signing import COSIGNATURE, Vkey, open_checkpoint, open_note, read_cosignature, read_vkey
from checklist.ledger.tree import EMPTY_ROOT, leaf_hash

ORIGIN = "chairside.example/clinic-7/ws-03/1"
LEAVES = {
    0: "56e9162e226add5f8ec00928a8f118fcfe6e52a3d3244224ee1a1a304b79723a",
    1: "bf1403fe22cbaae838c27ed2fe3905b84ff8a4945b724d5e5afe68afa26bd08a",
    2: "fd82e9c003478aff5bbb9eb51d0e9e9a674f1b7f73076c0e00fc753bc148a339",
    7: "e64498605bf2b0611d3644cd803e39772d796d7cd6f93c1d84be3c972705514a",
}
ROOTS = {
    1: LEAVES[0],
    2: "6b83fd6f1b9bf67927cc9eda99b74e5c6a94c7c6d3e776792d1399a32e5d5b97",
    3: "75f8d47e72bde99a61aec203d0d0228cc2000a59798160e3cc35983f5d928377",
    8: "cf64ac6db7799d1d856f6f6adf333358d2befc940705ab11c6e586f38533910a",
}
HEADER = (
    '{"actor":"u-7","app":"1.0.0","at":1763813927000,"auth":"pin","boot":"b7e1","clk":"ntp",'
    '"log":"chairside.example/clinic-7/ws-03/1","mono":5000,"n":0,'
    '"pc":"ebb0815b5331b36a21778874fc2142693959baeeb773a905436e51f2aa9c81e2","pt":"p-9f3c","ref":null,"role":"rn",'
    '"seq":0,"sess":"s-42","type":"item.done","tz":-300,"v":1,"ws":"ws-03"}'
)
SIGNATURE = (
    "— chairside.example/clinic-7/ws-03/1 "
    "gpqieR0vToPSXFuOrvfTz350ugEw7WtVB252bi95Z/Y/Qx4hUWEZy5KcuyB5FCtGAUV0OGVxUcB7TaZT0wVzUWzc+gQ=\n"
)
COSIGNED = (
    "— chairside.example/clinic-7/witness KuwIHQAAAABpIapwieli6ujmIAvUnThlL9k8SIaiUxEZ7najEFSpgzOnqEFioQXVQr1oAP/"
    "HEMu5IjFGxCA089/PqgV4ewW1JCGwCA==\n"
)
VKEY = "chairside.example/clinic-7/ws-03/1+829aa279+AVs8ZTL9tPF4N2+Hl4NPi1aeT5fGN4oiIGZ8s7GsFR2b"
WITNESS = "chairside.example/clinic-7/witness+2aec081d+BPNcrDoRzOOwxidSOvoo+wFb+rXO6ScWBAJdbFLYZ432"
BODY = f"{ORIGIN}\n8\nz2Ssbbd5nR2Fb29q3zMzWNK+/JQHBasRxuWG84UzkQo=\n"


def test_payload_and_header(vectors):
    """Payload 0 and header 0 have exactly the published bytes."""
    assert (
        vectors.entries[0].payload.decode() == '{"note":"calm, \\"eyes open\\" – 50µg","unit":"mm[Hg]","value":"110"}'
    )
    assert vectors.entries[0].header.decode() == HEADER


@pytest.mark.parametrize("index", LEAVES)
def test_leaf(vectors, index):
    """Leaf hashes are the published ones."""
    assert vectors.entries[index].leaf.hex() == LEAVES[index]
    assert leaf_hash(vectors.entries[index].header).hex() == LEAVES[index]


@pytest.mark.parametrize("size", ROOTS)
def test_root(vectors, size):
    """Roots are the published ones."""
    assert vectors.heads[size].root.hex() == ROOTS[size]


def test_empty_root():
    """The empty tree has the hash of the empty string as its root."""
    assert EMPTY_ROOT.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_checkpoint_and_signature(vectors):
    """The signed checkpoint of the eight entries is the published note, byte for byte."""
    note = vectors.key.sign(vectors.heads[8])
    assert note == BODY + "\n" + SIGNATURE
    assert open_checkpoint(note, read_vkey(VKEY)).root.hex() == ROOTS[8]


def test_vkeys(vectors):
    """Both verifier keys are the published ones and read back."""
    assert vectors.key.vkey.text == VKEY
    public = Ed25519PrivateKey.from_private_bytes(vectors.witness_seed).public_key().public_bytes_raw()
    assert Vkey("chairside.example/clinic-7/witness", COSIGNATURE, public).text == WITNESS
    assert read_vkey(WITNESS).text == WITNESS


def test_cosignature():
    """The witness's line is read, checked, and gives its time."""
    note = read_note(BODY + "\n" + SIGNATURE + COSIGNED)
    assert read_cosignature(note, read_vkey(WITNESS)) == 1763814000
    assert write_note(note) == BODY + "\n" + SIGNATURE + COSIGNED


def test_cosignature_made_the_same_way(vectors):
    """Signing the cosignature message with the witness seed gives the published line."""
    message = f"cosignature/v1\ntime 1763814000\n{BODY}".encode()
    signature = Ed25519PrivateKey.from_private_bytes(vectors.witness_seed).sign(message)
    witness = read_vkey(WITNESS)
    blob = (1763814000).to_bytes(8, "big") + signature
    assert Signature(witness.name, witness.key_id, blob).line == COSIGNED


def test_c2sp_example():
    """The example note of the C2SP signed-note document verifies with its key, whose id is 530d903a."""
    vkey = read_vkey("example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k")
    assert vkey.key_id.hex() == "530d903a"
    line = (
        "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM="
    )
    note = open_note(f"This is an example message.\n\n{line}\n", vkey)
    assert note == Note("This is an example message.\n", note.signatures)


def test_checkpoint_reads_back():
    """A checkpoint body is read and written as the same text."""
    checkpoint = read_checkpoint(BODY)
    assert checkpoint.body == BODY
    assert base64.b64encode(checkpoint.root).decode() == BODY.split("\n")[2]
