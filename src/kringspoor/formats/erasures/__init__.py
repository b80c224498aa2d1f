"""Proofs of erasure: logs and lists of tools and firms, each read to one row per storage medium."""
