"""Lists of CĐCS that federations send: read, checked row by row, sent back with their mistakes marked, and stored."""
