"""Zalo Official Account: a small client of our own for OpenAPI v3, OAuth v4 and the signed webhook."""
