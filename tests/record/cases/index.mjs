export async function recordCases() {}
