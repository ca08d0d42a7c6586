"""The people who play in the tests."""
