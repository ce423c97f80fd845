"""Virtual time and actors: the kernel. Nothing here knows AWS.

`clock` (freezegun) → `scheduler` (due events) → `actors` (one runs at a time) → drop-ins for what the standard
library waits with (`locks`, `threads`, `loops`) → `patches` (one table of everything that is replaced).
"""
