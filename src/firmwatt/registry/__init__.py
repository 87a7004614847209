"""Certificates of origin in a ledger of double entry: issued, moved, stored, matched and retired once."""
