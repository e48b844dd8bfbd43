/** Scripts of the hosts, run by bash with recorders of everything that leaves them. Need bash and python3, as hosts have. */
/** @type {import("jest").Config} */
module.exports = {
  ...require("./jest.config.js"),
  roots: ["<rootDir>/test/userdata"],
  testPathIgnorePatterns: ["/node_modules/"],
};
