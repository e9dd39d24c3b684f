/** Which end of an indicator is good: high (life expectancy), low (mortality), or neither is judged. */
export type Polarity = 'high' | 'low' | 'none';
