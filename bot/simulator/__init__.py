"""A LINE platform in small, with a phone-like chat page, for trying the bot without a LINE account.

It runs as a process of its own and talks to the bot over HTTP only, in both directions, as LINE
does: signed webhooks to the bot, the Messaging API for what the bot sends. It knows nothing of
the bot's code.
"""
