"""The console: pages for people with an account, one module a subject; `api.console.groups` lists them.

A view is five lines: it names its permission (`@console(Action.X)`), calls the same service as `/v1`, and returns
`console_page(...)`, or after a change `go_to(...)`. What every page needs beside stands here:

    cookies.py   the two cookies: who is signed in, and which device was before
    forms.py     what every form carries: against forgery, against being sent twice, and where it stood
    pages.py     `console_page` and `go_to`
    refused.py   a refused form is its page again, with what was wrong and all that was written
"""
