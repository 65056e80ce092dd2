# Ends that every counter has
ends-nobody = This card is not registered yet
ends-nobody-hint = Register it at the counter once; after that a tap is enough.
ends-proof = This card is not enough here
ends-proof-hint = Tap a My Number card, or a registered staff card.
ends-failed = It could not be recorded
ends-failed-hint = Nothing was accepted yet. Please try again. If it goes on, call staff. ({ $code })
ends-late = No answer came
ends-late-hint = It is not known yet whether it was accepted. Please try again; it will not count twice.
ends-again = Try again
ends-back = Back to the start
