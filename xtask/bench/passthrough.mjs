// What the edge is measured against: the least that a Worker can do between a client and an upstream.
export default {
  fetch(request, env) {
    const { pathname, search } = new URL(request.url);
    return fetch(`${env.UPSTREAM}${pathname}${search}`, request);
  },
};
