"""Sheets over a page: each asks for what one command needs, and closes only once that command was recorded.

A sheet shows and collects. The page that opened it gives the command to the desk, tells the sheet when it was refused
or could not be saved, and dismisses it when it is done; what was typed stays until then.
"""
