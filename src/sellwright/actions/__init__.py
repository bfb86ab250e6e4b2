"""The one door for writes: a file per noun, a function per deed: may they, write, log, enqueue. Screens call these."""
