# The sign-in.
sign-in = Sign in
sign-in-to = Sign in to { $cloud }
signing-in = Signing in
not-signed-in = You are not signed in.
user-name = User name
password = Password
credential-id = Credential ID
secret = Secret
token = Token
application-credential = Application credential
caps-lock = Caps Lock is on.
more = More
sign-in-with = Sign in with
domain = Domain
project = Project
project-domain = Domain of the project
empty-means = Empty means { $domain }.
empty-means-default-project = Empty means your default project.
empty-means-domain-above = Empty means the domain above.
code = Code
code-hint = Your authenticator shows it.
enter-user-name = Enter your user name.
enter-password = Enter your password.
enter-credential-id = Enter your credential id.
enter-secret = Enter your secret.
enter-token = Enter your token.
enter-code = Enter your code.

# A session that ends, or will.
ends-at = Your session ends at { $time }.
sign-in-again = Sign in again
sign-in-ahead = Sign in for a new session
ended = Your session has ended
ahead-consequence = The page stays as it is, and running uploads go on.
ended-consequence = Sign in again to go on. The page stays as it is, and uploads that were stopped go on then.
not-now = Not now
leave = Leave and sign in as someone else
