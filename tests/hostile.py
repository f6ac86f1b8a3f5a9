"""Text that tries to be more than text."""

XSS_CORPUS = (
    "<script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'-alert(1)-'",
    "<svg onload=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "javascript:alert(1)",
    "[链接](javascript:alert(1))",
    "{{ 7|add:7 }}{% debug %}",
    "<a href='javascript:alert(1)'>第一条</a>",
    "<style>*{display:none}</style>",
    "\u202e<b>反</b>",
)
