"""Lists of initiatives that a CĐCS hands in for its members: read, checked cell by cell, and filed all at once."""
