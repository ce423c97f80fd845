"""How values are selected, built and written in Amazon States Language: paths, templates, intrinsics, JSONata, Choice rules.

Everything is compiled once and evaluated against a `Scope`; nothing here knows executions, events or time of its own.
Compiled things never change: copies of a world share them.
"""
