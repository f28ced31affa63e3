"""Papers and pictures: tables, charts, QR codes. Pure functions: values in, bytes out; wording comes in with them.

Each takes up to some seconds of computing: call them in a thread. Heavy libraries are loaded when they are first used.
"""
