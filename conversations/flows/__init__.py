"""The forms of the bot, one module each; a flow file reads like the paper form."""
