"""When schedules are due: ``cron(…)``, ``rate(…)`` and ``at(…)`` as AWS writes them, in time zones and over their changes.

`expressions` reads a text in one of AWS's dialects, `timing` fires a bound method at each instant that one names.

The code is fakeaws's own because no library reads the dialect. croniter (MIT) has ``L``, ``W``, ``#`` and years, but
numbers days from 0, takes seconds where AWS takes the year, writes ``6L`` as ``L5``, and runs what falls into the hour
that a change to summer time leaves out, where AWS skips it: each expression would have to be read here first, to refuse
what AWS refuses and to rewrite the rest, and each answer checked after. cronsim (BSD) has neither ``W`` nor years, moves
what falls into a change as Debian's cron does, and needs Python 3.11.
"""
