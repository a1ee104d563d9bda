"""Runs strategies that users wrote in Python, for the process that Nightgrid runs user code in.

Standard library and numpy alone; nothing that a strategy could import by accident. src/executors/python is the other side.
"""
