"""The hand-written cast: a few dozen records whose exact results are known, on accounts of their own."""
