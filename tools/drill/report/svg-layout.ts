/** Size of the picture. */
export const WIDTH = 960;
export const HEIGHT = 420;
/** Space around the chart, for titles and labels. */
export const LEFT = 56;
export const RIGHT = 20;
export const TOP = 118;
export const BOTTOM = 64;
export const CHART_WIDTH = WIDTH - LEFT - RIGHT;
export const CHART_HEIGHT = HEIGHT - TOP - BOTTOM;
