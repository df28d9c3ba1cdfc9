"""The evidence core: entries, tree, checkpoints, proofs and their verification (pure).

Knows nothing clinical. Imports ``errors``, msgspec, cryptography and pure parts of the standard library.
"""
