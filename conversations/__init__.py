"""What is said and decided: pure Python, without I/O, clock or randomness."""
