"""What runs executions: states as steps of scheduler events, never a thread, never a recursion per state.

`Engine` drives; a `Frame` is one workflow being run (the machine, a branch, an iteration), a `Visit` one stay in a state.
"""
