"""Where facts come from: one module per kind of file. A source reads; it never writes, and never imports a source."""
