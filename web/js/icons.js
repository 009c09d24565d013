// SPDX-License-Identifier: Apache-2.0
// The icons, drawn on a grid of 24 with one stroke. They are decoration: the words beside them say it all.

const paths = {
  sessions: ["M5 5.5h14v10H11l-4 3.5v-3.5H5z"],
  approvals: ["M12 3.5l7 2.5v5.5c0 4.2-2.8 7.3-7 9-4.2-1.7-7-4.8-7-9V6z", "M9 12l2.2 2.2L15.2 10"],
  installations: ["M4 5.5h16v10.5H4z", "M9 20h6", "M12 16v4"],
  audit: ["M6 4h12v16H6z", "M9 8.5h6", "M9 12h6", "M9 15.5h4"],
  account: ["M12 12a3.6 3.6 0 1 0 0-7.2 3.6 3.6 0 0 0 0 7.2z", "M5 20c.8-3.6 3.5-5.2 7-5.2s6.2 1.600 7 5.200"],
  plus: ["M12 5v14", "M5 12h14"],
  back: ["M14.500 5.500L8 12l6.500 6.500"],
  send: ["M12 19V5.500", "M6 11.500l6-6 6 6"],
  stop: ["M7.500 7.500h9v9h-9z"],
  chevron: ["M9.500 6.500L15 12l-5.500 5.500"],
  down: ["M12 5v13.500", "M6 12.500l6 6 6-6"],
  more: ["M6 12h.01", "M12 12h.01", "M18 12h.01"],
  archive: ["M4 5h16v4H4z", "M5.500 9v10h13V9", "M10 12.500h4"],
  copy: ["M9 9h10v10H9z", "M15 9V5H5v10h4"],
  check: ["M5 12.500l4.500 4.500L19 7.500"],
  cross: ["M6.500 6.500l11 11", "M17.500 6.500l-11 11"],
  clock: ["M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16z", "M12 7.500V12l3 2"],
  info: ["M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16z", "M12 11v5", "M12 8h.01"],
  caution: ["M12 4.500L21 19.500H3z", "M12 10v4.500", "M12 17h.01"],
  danger: ["M8.300 3.500h7.400l5 5v7l-5 5H8.300l-5-5v-7z", "M12 8v5", "M12 16h.01"],
  run: ["M5 6.500l5.500 5.500L5 17.500", "M12.500 18H19"],
  read: ["M7 3.500h7l4 4v13H7z", "M10 12h5", "M10 15.500h5"],
  write: ["M5 19l1-4L16.500 4.500l3 3L9 18z"],
  delete: ["M5 7h14", "M9.500 7V4.500h5V7", "M7 7l1 13h8l1-13", "M10.500 11v5.500", "M13.500 11v5.500"],
  connect: ["M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16z", "M4 12h16", "M12 4c2.500 2.500 3.500 5 3.500 8s-1 5.500-3.500 8c-2.500-2.500-3.500-5-3.500-8s1-5.500 3.500-8z"],
  message: ["M4 6h16v12H4z", "M4 7l8 6 8-6"],
  configure: ["M4 8h9", "M17 8h3", "M15 10.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5z", "M4 16h3", "M11 16h9", "M9 18.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5z"],
  spend: ["M4 7h16v10H4z", "M12 14.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5z"],
  persist: ["M19 12a7 7 0 1 1-2.200-5.100", "M19 4v4h-4"],
  unknown: ["M9 9.200c.2-1.900 1.400-2.900 3.100-2.900 1.800 0 3 1.100 3 2.700 0 2.300-3.100 2.500-3.100 5", "M12 17.500h.01"],
};

const namespace = "http://www.w3.org/2000/svg";

/** An icon by its name. */
export function icon(name) {
  const svg = document.createElementNS(namespace, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "icon");
  for (const d of paths[name] ?? paths.unknown) {
    const path = document.createElementNS(namespace, "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}

/** The mark: a gate tower with its bridge let down on chains. */
export function mark() {
  const svg = document.createElementNS(namespace, "svg");
  svg.setAttribute("viewBox", "0 0 32 32");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "mark");
  const shapes = [
    ["mark-tower", "M4 5h3.200v2.600h3V5h3.600v2.600h3V5H20v20h-3.600v-6.400a4.400 4.400 0 0 0-8.800 0V25H4z"],
    ["mark-chain", "M18.500 12.500L28.500 24"],
    ["mark-bridge", "M12 25h18v2.800H12z"],
  ];
  for (const [name, d] of shapes) {
    const path = document.createElementNS(namespace, "path");
    path.setAttribute("d", d);
    path.setAttribute("class", name);
    svg.append(path);
  }
  return svg;
}
