# What is wrong with a member or their answer: `MemberCause` in shared.
not-an-object = The body must be a JSON object with the key { $key }.
answer = The answer must be { $answers }.
no-project = Enter the id of a project.
not-shared = Only an image of the visibility "shared" has members.
already-member = This project is a member already.
too-many = The image has { NUMBER($count) } members. At most { NUMBER($limit) } are allowed.
not-text = The id of a project is text.
too-long = The id has { NUMBER($length) } characters. At most { NUMBER($limit) } are allowed.
