// In which looks pages are held to be accessible.

type Look = { colorScheme: "light" | "dark"; width: number };

const every: Look[] = (["light", "dark"] as const).flatMap((colorScheme) => [1280, 320].map((width) => ({ colorScheme, width })));

/** Each theme and each width once; every pair of them where that is asked for. */
export const looks = process.env.GAZE_EVERY_LOOK ? every : every.filter(({ colorScheme, width }) => (colorScheme === "light") === (width === 1280));
