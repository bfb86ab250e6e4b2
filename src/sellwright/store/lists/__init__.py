"""Lists of people, firms, deals, promises and touches: asked for by columns, conditions and order; read page by page;
written out whole. Nothing here knows a page."""
