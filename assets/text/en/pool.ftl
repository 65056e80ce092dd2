# The door of the swimming pool
pool-rest = Welcome to the pool
pool-rest-hint = Tap your registered card.
pool-welcome = Please come in
pool-welcome-hint = Today’s visit is recorded.
pool-again = You have come in today already
pool-again-hint = To come in again, please speak to staff.
pool-service = Swimming pool
pool-hint = Check in
