"""Side-by-side measurements; README.md says how to read them. Never part of the tests."""
